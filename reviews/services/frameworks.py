"""The life of a framework: drafted, published, retired, and made again as the next version.

A published version never changes: every step on what it asks goes through `locked_draft`.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from boards.models import Board, User
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import Framework, Grade, Question, Section
from reviews.services.written import (
    WrittenFramework,
    WrittenQuestion,
    WrittenScale,
    common_scales,
    scales_of,
    written,
)


def locked_draft(framework: Framework) -> Framework:
    """The framework, locked, if it is a draft; Refused otherwise."""
    fresh = Framework.objects.select_for_update().get(pk=framework.pk)
    if not fresh.is_draft:
        raise Refused(
            f"{fresh} is {fresh.get_status_display().lower()}, so it cannot change. "
            "Make a new version of it."
        )
    return fresh


@transaction.atomic
def start(
    board: Board,
    *,
    name: str,
    by: User,
    introduction: str = "",
    source: str = "",
    is_per_case: bool = False,
) -> Framework:
    """An empty draft of a framework that the board has not had. Its key is made of its name."""
    Board.objects.select_for_update().get(pk=board.pk)
    key = _new_key(board, name)
    made = Framework.objects.create(
        board=board,
        key=key,
        name=name,
        introduction=introduction,
        source=source,
        is_per_case=is_per_case,
        folded=fold(name, key),
    )
    record(made, "drafted", by=by)
    return made


def _new_key(board: Board, name: str) -> str:
    wanted = slugify(name)[:50].strip("-") or "framework"
    taken = set(Framework.objects.of(board).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


@transaction.atomic
def edit(framework: Framework, *, version: int, by: User, **fields) -> Framework:
    """Change the name, introduction or source of a draft, or whether it is asked of each case."""
    locked_draft(framework)
    framework = change(framework, version=version, by=by, **fields)
    framework.folded = fold(framework.name, framework.key)
    framework.save(update_fields=["folded"])
    return framework


@transaction.atomic
def draft(
    board: Board, content: WrittenFramework, *, by: User, verb: str = "", at=None
) -> Framework:
    """A draft on the board of what is written: a first version, or the next of the same key."""
    Board.objects.select_for_update().get(pk=board.pk)
    refuse_second_draft(board, content.key)
    made = Framework.objects.create(
        board=board,
        key=content.key,
        edition=_last_edition(board, content.key) + 1,
        name=content.name,
        introduction=content.introduction,
        source=content.source,
        is_per_case=content.is_per_case,
        folded=fold(content.name, content.key),
    )
    for scale in content.scales:
        add_scale(made, scale)
    number = 0
    for place, part in enumerate(content.sections, start=1):
        section = Section.objects.create(
            framework=made, number=place, title=part.title, introduction=part.introduction
        )
        for question in part.questions:
            number += 1
            add_written(made, section, question, number=number)
    record(made, verb or "drafted", by=by, at=at)
    return made


def latest_of(board: Board, key: str) -> Framework | None:
    """The version that a draft would follow: the board's own last, else the library's."""
    was_published = Framework.objects.filter(key=key, valid_from__isnull=False)
    own = was_published.filter(board=board).order_by("-edition").first()
    return own or was_published.filter(board=None).order_by("-edition").first()


def _last_edition(board: Board, key: str) -> int:
    editions = Framework.objects.of(board).filter(key=key)
    return editions.aggregate(last=Max("edition"))["last"] or 0


def refuse_second_draft(board: Board, key: str) -> None:
    drafts = Framework.objects.filter(board=board, key=key, status=Framework.Status.DRAFT)
    if other := drafts.first():
        raise Refused(f"There is a draft already: {other}. Publish it or retire it first.")


def add_written(
    framework: Framework, section: Section, question: WrittenQuestion, *, number: int
) -> Question:
    """A question as written, asked since the day that its key was first asked."""
    if question.scale and not framework.grades.filter(scale=question.scale).exists():
        if question.scale not in common_scales():
            raise Refused(f"Question “{question.key}” is graded on a scale that is not known.")
        add_scale(framework, common_scales()[question.scale])
    before = asked_before(framework, question.key)
    refuse_another_measure(framework, question, before)
    made = Question.objects.create(
        framework=framework,
        section=section,
        number=number,
        key=question.key,
        shared_key=question.shared_key,
        kind=question.kind,
        scale=question.scale,
        options="\n".join(question.options),
        unit=question.unit,
        is_optional=question.is_optional,
        wording=question.wording,
        guidance=question.guidance,
        good_evidence=question.good_evidence,
        valid_from=before.valid_from if before else None,
    )
    if before and before.framework.board_id == framework.board_id:
        made.standards.set(before.standards.filter(retired_on__isnull=True))
    return made


def asked_before(framework: Framework, key: str) -> Question | None:
    """The question of this key in the last version published that had it, if any did."""
    rows = Question.objects.filter(
        framework__in=Framework.objects.of(framework.board),
        framework__key=framework.key,
        framework__valid_from__isnull=False,
        key=key,
    )
    return rows.select_related("framework").order_by("-framework__edition").first()


def refuse_another_measure(
    framework: Framework, question: WrittenQuestion | Question, before: Question | None
) -> None:
    """Answers under one key can be put side by side, so they are given in one way.

    Of a shared key, so are those of other frameworks that the board may look through.
    """
    way = (question.kind, question.scale)
    if before and (before.kind, before.scale) != way:
        raise Refused(
            f"“{question.key}” was answered in another way in {before.framework}, so its answers "
            "could not be compared. Retire it, and add a question under another key."
        )
    if not question.shared_key or framework.board is None:
        return
    same = Question.objects.filter(
        framework__in=Framework.objects.of(framework.board), shared_key=question.shared_key
    )
    for other in same.exclude(framework__key=framework.key).select_related("framework"):
        if (other.kind, other.scale) != way:
            raise Refused(
                f"The shared key “{question.shared_key}” is that of a question of "
                f"{other.framework} that is answered in another way. Give the same kind and "
                "scale, or another shared key."
            )


def add_scale(framework: Framework, scale: WrittenScale) -> None:
    """Give the framework the grades of a scale. One key never means two scales on a board."""
    known = common_scales().get(scale.key)
    if known is None and framework.board:
        others = Framework.objects.of(framework.board).exclude(pk=framework.pk)
        other = others.filter(grades__scale=scale.key).order_by("pk").first()
        known = scales_of(other)[scale.key] if other else None
    if known and known.grades != scale.grades:
        raise Refused(
            f"The scale “{scale.key}” has other grades already: {known.words}. "
            "Give this scale another key."
        )
    Grade.objects.bulk_create(
        Grade(framework=framework, scale=scale.key, value=value, label=label)
        for value, label in scale.grades
    )


@transaction.atomic
def new_version(framework: Framework, *, board: Board, by: User) -> Framework:
    """The next version, as a draft on the board, from the last that was published.

    Of the library's framework, the draft is the board's own.
    """
    last = latest_of(board, framework.key)
    if last is None:
        raise Refused(f"{framework} was never published. Change it as it is.")
    return draft(board, written(last), by=by, verb=f"drafted from version {last.edition}")


@transaction.atomic
def publish(framework: Framework, *, by: User, at=None) -> Framework:
    """From now on it may be asked and cannot change. The version before it is retired."""
    framework = locked_draft(framework)
    refuse_unready(framework)
    day = timezone.localdate(at) if at else today()
    before = Framework.objects.select_for_update().filter(
        board=framework.board_id, key=framework.key, status=Framework.Status.PUBLISHED
    )
    for one in before:
        _retire(one, by=by, note=f"Version {framework.edition} was published.", at=at)
    framework.questions.filter(valid_from__isnull=True, valid_to__isnull=True).update(
        valid_from=day
    )
    return move(
        framework, Framework.Status.PUBLISHED, by=by, verb="published", at=at, valid_from=day
    )


def refuse_unready(framework: Framework) -> None:
    if not Question.objects.asked_in(framework.pk).exists():
        raise Refused("A framework needs at least one question before it is published.")
    empty = framework.sections.filter(retired_on__isnull=True).exclude(
        questions__in=Question.objects.asked_in(framework.pk)
    )
    if section := empty.first():
        raise Refused(f"Section “{section.title}” asks nothing. Add a question, or retire it.")


@transaction.atomic
def retire(framework: Framework, *, by: User, note: str) -> Framework:
    """No longer offered to new audits; those that ask it go on. A draft is given up."""
    return _retire(framework, by=by, note=note)


def _retire(framework: Framework, *, by: User, note: str, at=None) -> Framework:
    status = Framework.Status.RETIRED
    day = timezone.localdate(at) if at else today()
    return move(framework, status, by=by, note=note, verb="retired", at=at, valid_to=day)
