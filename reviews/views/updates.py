"""Many updates on one page: ten actions in ten minutes."""

from django.core.paginator import Paginator
from django.urls import reverse

from kscb.pages import PAGE_SIZES, form_page, form_view, page_number, require
from reviews.forms.asking import UpdatesForm, name_of
from reviews.models import Action
from reviews.services import updates as work


@form_view
def update_owed(request):
    """What the person's agencies owe on every board, 20 at a time, each with its own fields."""
    require(request, "reviews.view_work", request.board)
    owed = Action.objects.owed_by(request.user).select_related("board")
    pages = Paginator(owed.order_by("due_on", "in_order"), PAGE_SIZES[0])
    page = pages.get_page(page_number(request))
    form = the_form(request, page)
    return form_page(
        request,
        form,
        lambda **_: save(form, by=request.user),
        heading="Update several actions",
        submit="Save all updates",
        said="Your updates were saved.",
        template="reviews/update_owed.html",
        page=page,
        back_url=reverse("reviews:work"),
        back_label="What we owe",
    )


def the_form(request, page):
    """Of the rows that were sent, where some were: the list may have moved on meanwhile."""

    def may_submit(action):
        return request.user.has_perm("reviews.submit_action", action)

    if request.method != "POST":
        return UpdatesForm(actions=page, may_submit=may_submit)
    sent = rows_sent(request)
    actions = [
        action
        for action in Action.objects.visible_to(request.user)
        .filter(pk__in=sent)
        .select_related("board")
        .order_by("due_on", "in_order")
        if request.user.has_perm("reviews.update_action", action)
    ]
    lost = sent - {action.pk for action in actions}
    return UpdatesForm(
        request.POST,
        actions=actions,
        may_submit=may_submit,
        lost=any(request.POST.get(f"a{pk}-text") for pk in lost),
    )


def rows_sent(request) -> set[int]:
    sent = [row for row in request.POST.getlist("row") if row.isdecimal() and len(row) < 19]
    return {int(row) for row in sent[: PAGE_SIZES[0]]}


def save(form, *, by):
    try:
        work.update_each(form.filled(), by=by)
    except work.SomeRefused as some:
        for action, refusal in some.refusals.items():
            form.add_error(name_of(action, "text"), str(refusal))
        return None
    return reverse("reviews:work")
