"""A framework as it is written down: the readable file that is shipped, imported and exported.

reviews/imports/frameworks.py reads such a file; frameworks.draft makes a draft from what it says.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reviews.models import Framework, Question

SHIPPED = Path(__file__).parent.parent / "frameworks"
# The scales that any framework may use; they stand apart from the frameworks.
SCALES = SHIPPED / "scales" / "scales.toml"


@dataclass(frozen=True)
class WrittenScale:
    key: str
    grades: tuple[tuple[int, str], ...]
    name: str = ""

    @property
    def words(self) -> str:
        """Such as "0 Not met, 1 Partly met"."""
        return ", ".join(f"{value} {label}" for value, label in self.grades)


@dataclass(frozen=True)
class WrittenQuestion:
    key: str
    wording: str
    kind: str = Question.Kind.GRADED
    scale: str = ""
    options: tuple[str, ...] = ()
    unit: str = ""
    guidance: str = ""
    good_evidence: str = ""
    shared_key: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class WrittenSection:
    title: str
    questions: tuple[WrittenQuestion, ...]
    introduction: str = ""


@dataclass(frozen=True)
class WrittenFramework:
    key: str
    name: str
    sections: tuple[WrittenSection, ...]
    scales: tuple[WrittenScale, ...] = ()
    introduction: str = ""
    source: str = ""
    is_per_case: bool = False

    @property
    def questions(self) -> list[WrittenQuestion]:
        return [question for section in self.sections for question in section.questions]


@cache
def common_scales() -> dict[str, WrittenScale]:
    """The scales that any framework may use, by key."""
    written = tomllib.loads(SCALES.read_text())
    return {
        one["key"]: WrittenScale(
            key=one["key"],
            name=one["name"],
            grades=tuple((grade["value"], grade["label"]) for grade in one["grade"]),
        )
        for one in written["scale"]
    }


def scales_of(framework: Framework) -> dict[str, WrittenScale]:
    """The scales that a framework has grades of, by key. One query."""
    grades: dict[str, list[tuple[int, str]]] = {}
    for grade in framework.grades.all():
        grades.setdefault(grade.scale, []).append((grade.value, grade.label))
    common = common_scales()
    return {
        key: WrittenScale(
            key=key, grades=tuple(rows), name=common[key].name if key in common else ""
        )
        for key, rows in grades.items()
    }


def written(framework: Framework) -> WrittenFramework:
    """What a framework asks; retired sections and questions are left out. Three queries."""
    asked = list(Question.objects.asked_in(framework.pk))
    sections = []
    for section in framework.sections.filter(retired_on__isnull=True).order_by("number"):
        of_section = tuple(_question(one) for one in asked if one.section_id == section.pk)
        sections.append(WrittenSection(section.title, of_section, section.introduction))
    used = {question.scale for question in asked}
    return WrittenFramework(
        key=framework.key,
        name=framework.name,
        sections=tuple(sections),
        scales=tuple(scale for key, scale in scales_of(framework).items() if key in used),
        introduction=framework.introduction,
        source=framework.source,
        is_per_case=framework.is_per_case,
    )


def _question(question: Question) -> WrittenQuestion:
    is_choice = question.kind == Question.Kind.CHOICE
    return WrittenQuestion(
        key=question.key,
        wording=question.wording,
        kind=question.kind,
        scale=question.scale,
        options=tuple(question.choices) if is_choice else (),
        unit=question.unit,
        guidance=question.guidance,
        good_evidence=question.good_evidence,
        shared_key=question.shared_key,
        is_optional=question.is_optional,
    )


# As a file


def as_text(framework: WrittenFramework) -> str:
    """The framework as a file that people can read, change and read in again."""
    lines = ["# A framework of audit questions. Change it here and read it in as a new draft.", ""]
    lines += _lines(
        key=framework.key,
        name=framework.name,
        introduction=framework.introduction,
        source=framework.source,
    )
    if framework.is_per_case:
        lines.append("per_case = true")
    for scale in framework.scales:
        if common_scales().get(scale.key) != scale:
            lines += ["", "[[scale]]", *_lines(key=scale.key)]
            for value, label in scale.grades:
                lines += ["[[scale.grade]]", f"value = {value}", *_lines(label=label)]
    for section in framework.sections:
        lines += ["", "[[section]]"]
        lines += _lines(title=section.title, introduction=section.introduction)
        for question in section.questions:
            lines += ["", "[[section.question]]", *_question_lines(question)]
    return "\n".join(lines) + "\n"


def _question_lines(question: WrittenQuestion) -> Iterable[str]:
    yield from _lines(
        key=question.key,
        shared_key=question.shared_key,
        wording=question.wording,
        kind=question.kind,
        scale=question.scale,
    )
    if question.is_optional:
        yield "optional = true"
    if question.options:
        yield "options = ["
        yield from (f"  {quoted(option)}," for option in question.options)
        yield "]"
    yield from _lines(
        unit=question.unit, guidance=question.guidance, good_evidence=question.good_evidence
    )


def _lines(**texts: str) -> list[str]:
    """What is empty is left out."""
    return [f"{key} = {quoted(text)}" for key, text in texts.items() if text]


ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


def quoted(text: str) -> str:
    """A TOML string: of several lines, it stands on lines of its own."""
    if "\n" not in text:
        return f'"{"".join(_safe(letter) for letter in text)}"'
    lines = ("".join(_safe(letter) for letter in line) for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _safe(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    is_control = ord(letter) < 32 or ord(letter) == 127
    return f"\\u{ord(letter):04x}" if is_control else letter
