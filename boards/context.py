"""What the frame around every page needs: the board, the person, where they can go."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

from boards.middleware import boards_of
from boards.models import Board

# Label, route and the permission that opens it. Routes are names, so the chain of imports holds.
NAVIGATION = (
    ("Dashboard", "performance:dashboard", "performance.view_first_page"),
    ("What we owe", "reviews:work", "reviews.view_work"),
    ("Reviews", "reviews:reviews", "reviews.view_reviews"),
    ("Actions", "reviews:actions", "reviews.view_actions"),
    ("Themes", "reviews:themes", "reviews.view_themes"),
    ("Audits", "reviews:audit-rounds", "reviews.view_audits"),
    ("Training", "training:courses", "training.view_courses"),
    ("Performance", "performance:indicators", "performance.view_indicators"),
    ("Board", "boards:board", "boards.view_board_records"),
)


class Chrome:
    """Worked out only when a template asks, so that a page without a frame costs nothing."""

    site_name = settings.SITE_NAME

    def __init__(self, request):
        self.request = request
        self.user = getattr(request, "user", None)
        self.board = getattr(request, "board", None)

    @property
    def is_signed_in(self):
        return bool(self.user and self.user.is_authenticated)

    @cached_property
    def boards(self):
        return boards_of(self.user) if self.is_signed_in else []

    @cached_property
    def person(self):
        if not self.is_signed_in:
            return ""
        here = [m for m in self.user.current_memberships if m.board_id == self.board_id]
        if here:
            return here[0].described
        return "Administrator" if self.user.is_staff else self.user.name

    @property
    def board_id(self):
        return self.board.pk if self.board else None

    @cached_property
    def navigation(self):
        if not self.is_signed_in:
            return []
        links = [
            {"label": label, "url": url, "current": self.is_under(url)}
            for label, url in self.open_pages()
        ]
        if self.user.is_staff:
            links.append({"label": "Back office", "url": reverse("admin:index"), "current": False})
        return links

    def open_pages(self):
        return [
            (label, reverse(route))
            for label, route, permission in NAVIGATION
            if self.board and self.user.has_perm(permission, self.board)
        ]

    def is_under(self, url):
        path = self.request.path
        return path == url or (url != "/" and path.startswith(url))

    @property
    def can_search(self):
        return bool(self.board)

    @cached_property
    def is_marked(self):
        """Every signed-in page of a board may hold what is not published."""
        return bool(self.board)

    @cached_property
    def worried(self):
        """The boards whose number for someone worried about a child is shown."""
        return [self.board] if self.board else list(Board.objects.all()[:5])

    @cached_property
    def receipt(self):
        """A fresh token for the forms of this page (boards.middleware.OncePerForm)."""
        return str(uuid.uuid4())


def chrome(request):
    return {"chrome": Chrome(request)}
