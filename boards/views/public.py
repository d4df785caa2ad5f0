"""Pages that anyone may read, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from boards.models import Board


@require_safe
@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request):
    return render(request, "pages/privacy.html")


@require_safe
@login_not_required
def help_page(request):
    return render(request, "pages/help.html")


@require_safe
@login_not_required
def colours(request, pk):
    """The board's colours, which are data, as a stylesheet (the policy allows no inline style)."""
    board = get_object_or_404(Board, pk=pk)
    return render(request, "boards/colours.css", {"board": board}, content_type="text/css")


@require_GET
@login_not_required
def health(request):
    """For whatever watches the site: the process answers. It asks the database nothing."""
    return HttpResponse("ok", content_type="text/plain")
