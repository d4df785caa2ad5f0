"""Reads a framework from a file that people can read: TOML, as reviews/frameworks holds them.

Whatever is wrong is said in a sentence that names the line, or the section, question and key.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from kscb.refusal import Refused
from reviews.models import Framework, Grade, Question, Section
from reviews.services.written import (
    SHIPPED,
    WrittenFramework,
    WrittenQuestion,
    WrittenScale,
    WrittenSection,
    common_scales,
)

MOST_BYTES = 200_000
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS, MOST_GRADES = 40, 200, 20, 10
LONG, LINE, OPTION = 4_000, 200, 120
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

COMPARE = "Compare it with a file that you take from a framework here."

OF_FRAMEWORK = (
    *("key", "name", "introduction", "source", "per_case"),
    *("graded_on", "scale", "section"),
)
OF_SECTION = ("title", "introduction", "question")
OF_QUESTION = (
    *("key", "shared_key", "wording", "kind", "scale", "optional", "options"),
    *("unit", "guidance", "good_evidence"),
)


@cache
def shipped() -> list[WrittenFramework]:
    """The frameworks that come with the product, by name."""
    found = [read(path.read_bytes()) for path in SHIPPED.glob("*.toml")]
    return sorted(found, key=lambda one: one.name)


def read(content: bytes) -> WrittenFramework:
    """What the file says; Refused where it cannot be read, or says what a framework cannot be."""
    table, where = parse(content), "The file"
    known(table, OF_FRAMEWORK, where)
    own = read_scales(table)
    offered = {**common_scales(), **{scale.key: scale for scale in own}}
    default = one_of(table, "graded_on", where, ["", *sorted(offered)], default="")
    sections = tuple(
        read_section(one, f"Section {at}", default=default, scales=offered)
        for at, one in enumerate(tables(table, "section", where, most=MOST_SECTIONS), start=1)
    )
    framework = WrittenFramework(
        key=key_in(table, where),
        name=text(table, "name", where, most=longest(Framework, "name"), required=True),
        sections=sections,
        scales=tuple(offered[key] for key in sorted(used_in(sections))),
        introduction=text(table, "introduction", where),
        source=text(table, "source", where, most=LINE),
        is_per_case=yes_or_no(table, "per_case", where),
    )
    refuse_too_many(framework)
    unused = {scale.key for scale in own} - used_in(sections)
    if unused:
        raise Refused(f"The scale “{min(unused)}” is not used by any question. Take it out.")
    return framework


def parse(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise Refused(
            f"The file is larger than {MOST_BYTES // 1000} kB. A framework is text alone."
        )
    try:
        words = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise Refused(
            f"Line {line} holds something that is not text. Save the file as plain text (UTF-8)."
        ) from None
    try:
        return tomllib.loads(words)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(unreadable(str(fault), words)) from None
    except (RecursionError, ValueError):
        raise Refused(
            "The file holds lists inside lists, or numbers, that go on too far."
        ) from None


def unreadable(fault: str, words: str) -> str:
    """Such as "Line 3 cannot be read: invalid value."."""
    found = AT_LINE.search(fault)
    line = found[1] if found and found[1] else str(words.rstrip().count("\n") + 1)
    reason = AT_LINE.sub("", fault).rstrip(".")
    return f"Line {line} cannot be read: {reason[:1].lower()}{reason[1:]}. {COMPARE}"


# The parts


def read_scales(table: dict) -> list[WrittenScale]:
    """The scales that the file has of its own, beside those that any framework may use."""
    found: dict[str, WrittenScale] = {}
    for at, one in enumerate(tables(table, "scale", "The file", required=False), start=1):
        where = f"Scale {at}"
        known(one, ("key", "grade"), where)
        scale = WrittenScale(key=key_in(one, where), grades=tuple(read_grades(one, where)))
        if scale.key in found:
            raise Refused(f"{where}: “key” is “{scale.key}”, which another scale has.")
        common = common_scales().get(scale.key)
        if common and common.grades != scale.grades:
            raise Refused(f"{where}: “{scale.key}” is known, with the grades {common.words}.")
        found[scale.key] = common or scale
    return list(found.values())


def read_grades(scale: dict, where: str) -> list[tuple[int, str]]:
    grades = []
    for at, one in enumerate(tables(scale, "grade", where, most=MOST_GRADES), start=1):
        of_grade = f"{where}, grade {at}"
        known(one, ("value", "label"), of_grade)
        value = one.get("value")
        if type(value) is not int or not 0 <= value <= 100:
            raise Refused(f"{of_grade}: “value” must be a whole number from 0 to 100.")
        label = text(one, "label", of_grade, most=longest(Grade, "label"), required=True)
        grades.append((value, label))
    values = [value for value, _ in grades]
    if len(grades) < 2 or len(set(values)) < len(values):
        raise Refused(f"{where}: “grade” must hold two grades or more, each of another value.")
    return sorted(grades)


def read_section(
    section: dict, where: str, *, default: str, scales: dict[str, WrittenScale]
) -> WrittenSection:
    known(section, OF_SECTION, where)
    asked = tables(section, "question", where, most=MOST_QUESTIONS)
    return WrittenSection(
        title=text(section, "title", where, most=longest(Section, "title"), required=True),
        introduction=text(section, "introduction", where),
        questions=tuple(
            read_question(one, f"{where}, question {at}", default=default, scales=scales)
            for at, one in enumerate(asked, start=1)
        ),
    )


def read_question(
    question: dict, where: str, *, default: str, scales: dict[str, WrittenScale]
) -> WrittenQuestion:
    known(question, OF_QUESTION, where)
    kind = one_of(question, "kind", where, Question.Kind.values, default=Question.Kind.GRADED)
    is_graded, is_choice = kind == Question.Kind.GRADED, kind == Question.Kind.CHOICE
    for name, belongs, what in (
        ("scale", is_graded, "graded"),
        ("options", is_choice, "choice"),
        ("unit", kind == Question.Kind.NUMBER, "number"),
    ):
        if name in question and not belongs:
            raise Refused(f"{where}: “{name}” is only for a question whose kind is “{what}”.")
    return WrittenQuestion(
        key=key_in(question, where),
        shared_key=key_in(question, where, "shared_key", required=False),
        wording=text(question, "wording", where, most=LONG, required=True),
        kind=kind,
        scale=one_of(question, "scale", where, sorted(scales), default=default)
        if is_graded
        else "",
        options=options_in(question, where) if is_choice else (),
        unit=text(question, "unit", where, most=longest(Question, "unit")),
        guidance=text(question, "guidance", where),
        good_evidence=text(question, "good_evidence", where),
        is_optional=yes_or_no(question, "optional", where),
    )


def options_in(question: dict, where: str) -> tuple[str, ...]:
    options = question.get("options")
    if not isinstance(options, list) or not all(isinstance(one, str) for one in options):
        raise Refused(f"{where}: “options” must be a list of texts, of which one is chosen.")
    cleaned = tuple(one.strip() for one in options)
    if not 2 <= len(set(cleaned)) == len(cleaned) <= MOST_OPTIONS:
        raise Refused(f"{where}: “options” must hold from 2 to {MOST_OPTIONS}, each another.")
    for one in cleaned:
        if not one or len(one) > OPTION or CONTROL.search(one) or "\n" in one:
            raise Refused(f"{where}: each of “options” is one line of 1 to {OPTION} characters.")
    return cleaned


# What a table may hold


def known(table: dict, names: Sequence[str], where: str) -> None:
    for name in table:
        if name not in names:
            offered = ", ".join(f"“{one}”" for one in names)
            raise Refused(f"{where}: “{name[:60]}” is not known here. Known are {offered}.")


def tables(
    table: dict, name: str, where: str, *, most: int = MOST_SECTIONS, required: bool = True
) -> list[dict]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"{where}: each “{name}” must be a part of its own, such as [[{name}]].")
    if required and not rows:
        raise Refused(f"{where}: there must be at least one “{name}”.")
    if len(rows) > most:
        raise Refused(f"{where}: there are {len(rows)} of “{name}”, and {most} is the most.")
    return rows


def text(table: dict, name: str, where: str, *, most: int = LONG, required: bool = False) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise Refused(f"{where}: “{name}” must be text in quotation marks.")
    words = value.strip()
    if required and not words:
        raise Refused(f"{where}: “{name}” is missing.")
    if len(words) > most:
        raise Refused(
            f"{where}: “{name}” must be {most:,} characters or fewer; it has {len(words):,}."
        )
    if CONTROL.search(words) or (most < LONG and "\n" in words):
        raise Refused(f"{where}: “{name}” holds a character that cannot be kept. Type it again.")
    return words


def yes_or_no(table: dict, name: str, where: str) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise Refused(f"{where}: “{name}” must be true or false, without quotation marks.")
    return value


def key_in(table: dict, where: str, name: str = "key", *, required: bool = True) -> str:
    key = text(table, name, where, most=60, required=required)
    if key and not KEY.fullmatch(key):
        raise Refused(
            f"{where}: “{name}” must be small letters and digits with hyphens between, such as "
            "leaders-own-it."
        )
    return key


def one_of(table: dict, name: str, where: str, values: Sequence[str], *, default: str) -> str:
    value = text(table, name, where) or default
    if value not in values:
        offered = ", ".join(f"“{one}”" for one in values if one)
        raise Refused(f"{where}: “{name}” must be one of {offered}.")
    return value


def longest(model: Callable[..., Any], name: str) -> int:
    return model._meta.get_field(name).max_length  # type: ignore[attr-defined]


def used_in(sections: Sequence[WrittenSection]) -> set[str]:
    asked = [question for section in sections for question in section.questions]
    return {question.scale for question in asked if question.scale}


def refuse_too_many(framework: WrittenFramework) -> None:
    asked = framework.questions
    if len(asked) > MOST_QUESTIONS:
        raise Refused(f"There are {len(asked)} questions, and {MOST_QUESTIONS} is the most.")
    seen: dict[str, str] = {}
    for at, section in enumerate(framework.sections, start=1):
        for place, question in enumerate(section.questions, start=1):
            where = f"Section {at}, question {place}"
            if question.key in seen:
                raise Refused(f"{where}: “key” is “{question.key}”, as in {seen[question.key]}.")
            seen[question.key] = where[:1].lower() + where[1:]
