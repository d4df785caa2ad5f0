"""Who is on the board: invited, let in, and let go."""

from functools import partial

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards import filters, tables
from boards.forms import AcceptForm, InviteForm, ReasonForm
from boards.models import Invitation, Membership
from boards.services import people as work
from kscb.pages import find, form_page, form_view, list_page, require, step


@require_safe
def people(request):
    require(request, "boards.view_people", request.board)
    may_manage = request.user.has_perm("boards.manage_people", request.board)
    rows = Membership.objects.visible_to(request.user).filter(board=request.board).for_list()
    invitations = Invitation.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows,
        filters.PeopleFilters,
        partial(tables.PeopleColumns, may_manage=may_manage),
        heading="People",
        noun="roles",
        empty="People will appear here once they accept an invitation.",
        template="boards/people.html",
        buttons=[{"label": "Invite someone", "url": reverse("boards:invite-person")}] * may_manage,
        waiting=invitations.waiting(),
        may_manage=may_manage,
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@form_view
def invite_person(request):
    require(request, "boards.manage_people", request.board)

    def act(**typed):
        work.invite(request.board, by=request.user, **typed)
        return reverse("boards:people")

    return form_page(
        request,
        InviteForm(request.POST or None, board=request.board),
        act,
        heading="Invite someone",
        submit="Send invitation",
        said="The invitation was sent. The link in it works once, for seven days.",
        back_url=reverse("boards:people"),
    )


@require_POST
def withdraw_invitation(request, pk):
    rows = Invitation.objects.visible_to(request.user)
    invitation = find(request, rows, pk, permission="boards.manage_people")
    return step(
        request,
        lambda: work.withdraw_invitation(invitation, by=request.user),
        said="The invitation was withdrawn. Its link no longer works.",
        back=reverse("boards:people"),
    )


@form_view
def end_membership(request, pk):
    rows = Membership.objects.visible_to(request.user).for_list()
    membership = find(request, rows, pk, permission="boards.manage_people")

    def act(note):
        work.end_membership(membership, by=request.user, note=note)
        return reverse("boards:people")

    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why the role ends"),
        act,
        heading=f"End {membership.user.name}’s role",
        intro=f"{membership.described}. It ends at once: they see nothing of this board and are "
        "signed out everywhere. Their actions will be listed for hand-over.",
        submit="End role now",
        tone="warning",
        said=f"{membership.user.name}’s role has ended.",
        back_url=reverse("boards:people"),
    )


@form_view
@login_not_required
def accept_invitation(request, secret):
    """Opened from the e-mail. A person who has an account must be signed in to it."""
    invitation = work.find_invitation(secret)
    if invitation is None:
        return render(request, "boards/invitation_over.html", status=404)
    if work.has_account(invitation):
        return _accept_signed_in(request, invitation)
    if request.user.is_authenticated:
        raise Http404  # the link is for someone else, who has no account yet

    def act(password):
        person = work.accept_invitation(invitation, password=password)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return "/"

    return form_page(
        request,
        AcceptForm(request.POST or None),
        act,
        heading=f"Join {invitation.board}",
        intro=f"{invitation.name}, you are invited as {invitation.get_role_display().lower()}. "
        f"You will sign in as {invitation.email}.",
        submit="Join",
        said="Welcome. You are signed in.",
    )


def _accept_signed_in(request, invitation):
    if request.method == "POST" and request.user.is_authenticated:
        return step(
            request,
            lambda: work.accept_invitation(invitation, by=request.user),
            said=f"You have joined {invitation.board}.",
            back="/",
        )
    return render(request, "boards/invitation.html", {"invitation": invitation})
