"""What the board asks about single answers of a return, and the agency's replies."""

from django.utils.text import Truncator

from boards.forms import ReasonForm
from kscb.pages import find, form_page, form_view, require
from reviews.models import Answer, AnswerQuery
from reviews.services import queries as work
from reviews.views.sections import require_section

OF_RETURN = ("audit_return__board", "audit_return__agency", "audit_return__audit_round")


@form_view
def ask_about_answer(request, pk):
    rows = Answer.objects.visible_to(request.user).select_related("question", "grade", *OF_RETURN)
    answer = find(request, rows, pk)
    require(request, "reviews.decide_return", answer.audit_return)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What you ask"),
        lambda note: work.ask(answer, asked=note, by=request.user).answer.audit_return,
        heading=f"Ask {answer.audit_return.agency} about question {answer.question.number}",
        lede=answer.question.wording,
        rows=shown(answer),
        submit="Ask",
        said="Your question stands beside the answer. Return the return once you have asked all.",
        keeps_draft=True,
        back_url=answer.audit_return.get_absolute_url(),
    )


@form_view
def reply_to_query(request, pk):
    joined = ("answer__question", "answer__grade", *(f"answer__{name}" for name in OF_RETURN))
    rows = AnswerQuery.objects.visible_to(request.user).select_related(*joined)
    query = find(request, rows, pk)
    answer = query.answer
    require(request, "reviews.answer_return", answer.audit_return)
    require_section(request, answer.audit_return, answer.question.section_id)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Your reply"),
        lambda note: work.reply(query, reply=note, by=request.user).answer.audit_return,
        heading=f"Reply about question {answer.question.number}",
        lede=answer.question.wording,
        rows=[("The board asks", query.asked), *shown(answer)],
        intro="If the answer itself should change, change it on the return’s page.",
        submit="Reply",
        said="Your reply was saved. The board reads it when your agency submits the return again.",
        keeps_draft=True,
        back_url=answer.audit_return.get_absolute_url(),
    )


def shown(answer):
    """What was answered, for a summary list."""
    said = answer.grade or answer.said
    pairs = [("Answer", said), ("How you know", Truncator(answer.text).words(60))]
    return [(label, value) for label, value in pairs if value]
