"""The one extra question of a form in which something looks like data of one child's case.

Nothing is refused for good: the person takes it out, or says why it is safe. The words that looked
so are shown to that person alone; what is kept of them is their kind, their field and the answer.
"""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm

from kscb.case_data import (
    A_NAME,
    NOT_NAMES,
    Suspicion,
    kinds_in_words,
    suspicions,
    suspicions_of_file_name,
)

ANSWER, WARNED = "why_safe", "warned_of"
QUESTION = "Why is it safe to save this as it is?"
SHORTEST, LONGEST = 10, 1_000
NO_FREE_TEXT = (forms.EmailField, forms.URLField, forms.UUIDField, forms.RegexField)
ADVICE = (
    "Taking it out is nearly always better: write about systems, not people. If it is not about a "
    "real person, say so without repeating it. Your answer is kept with the record, where its "
    "readers see it."
)
FILES_AGAIN = "Choose your files again as well: browsers do not keep them."
MOST_SHOWN = 3

Found = dict[str, list[Suspicion]]


@dataclass(frozen=True)
class Answered:
    """What a person was warned of, kind by kind under each field's label, and why it is safe."""

    warned: dict[str, list[str]]
    answer: str

    @property
    def in_words(self) -> str:
        asked = (f"“{label}” may hold {in_row(kinds)}." for label, kinds in self.warned.items())
        return " ".join([*asked, f"Why it is safe: {self.answer}"])


class AsksAboutCaseData(BaseForm):
    """Looks at free text and at the names of files once all else was checked.

    `answered` is what a warning was answered with, for whoever saves the form to keep with the
    record (kscb.pages does); None where nothing was asked.
    """

    asks_about_case_data = True
    never_case_data: frozenset[str] = frozenset()
    answered: Answered | None = None

    def full_clean(self) -> None:
        super().full_clean()
        self.answered = None
        found = self.found() if self.is_bound and self.asks_about_case_data else {}
        if found:
            self.ask_about(found)

    def found(self) -> Found:
        """What looks like case data, by the name of its field; a field with an error waits."""
        looked_at = {
            name: suspicions_in(field, self[name].data)
            for name, field in self.fields.items()
            if self.is_looked_at(name) and name not in self.errors
        }
        return {name: found for name, found in looked_at.items() if found}

    def is_looked_at(self, name: str) -> bool:
        return name not in (*self.never_case_data, ANSWER, WARNED) and holds_words(
            self.fields[name]
        )

    def ask_about(self, found: Found) -> None:
        self.fields[WARNED] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields[ANSWER] = question(with_files=bool(self.files))
        warned, answer = self[WARNED].data or "", (self[ANSWER].data or "").strip()
        now = {f"{name}: {one.kind}" for name, several in found.items() for one in several}
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix(WARNED)] = "|".join(sorted(now))  # type: ignore[index]
        wrong = wrong_with(answer, found, is_new=not now <= set(warned.split("|")))
        if wrong:
            self.warn(found, wrong)
        else:
            self.answered = Answered(
                {str(self.fields[name].label): kinds_of(found[name]) for name in found}, answer
            )

    def warn(self, found: Found, wrong: str) -> None:
        for name, several in found.items():
            self.add_error(name, warning(self.fields[name], several))
        self.add_error(ANSWER, wrong)


def holds_words(field: forms.Field) -> bool:
    """Whether people type words of their own there, or send files that have names."""
    if isinstance(field, forms.FileField):
        return True
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, NO_FREE_TEXT)
        and not isinstance(field.widget, forms.PasswordInput)
        and not field.widget.is_hidden
        and not field.disabled
    )


def suspicions_in(field: forms.Field, typed) -> list[Suspicion]:
    if not isinstance(field, forms.FileField):
        return suspicions(typed or "")
    files = typed if isinstance(typed, list | tuple) else [typed]
    return [one for file in files if file for one in suspicions_of_file_name(file.name)]


def question(*, with_files: bool) -> forms.CharField:
    return forms.CharField(
        label=QUESTION,
        help_text=f"{ADVICE} {FILES_AGAIN}" if with_files else ADVICE,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def warning(field: forms.Field, found: list[Suspicion]) -> ValidationError:
    """Names the field and each kind, and shows the words to the person who typed them."""
    words = dict.fromkeys(f"“{' '.join(one.words.split())[:60]}”" for one in found)
    shown = ", ".join(list(words)[:MOST_SHOWN])
    subject = f"“{field.label}” may hold"
    if isinstance(field, forms.FileField):
        subject = f"The name of a file under “{field.label}” may hold"
    return ValidationError(f"{subject} {kinds_in_words(found)}: {shown}", code="case_data")


def wrong_with(answer: str, found: Found, *, is_new: bool) -> str:
    """What the answer still lacks, or nothing. The answer itself is never asked about."""
    if is_new and answer:
        return f"This was not there when you answered. Take it out, or answer again: “{QUESTION}”"
    if not answer:
        return f"Take it out, or answer “{QUESTION}”"
    if len(answer) < SHORTEST:
        return f"Say why it is safe in {SHORTEST} characters or more"
    if len(answer) > LONGEST:
        return f"Say why it is safe in {LONGEST:,} characters or fewer; you typed {len(answer):,}"
    if repeats(answer, found):
        return "Say why it is safe without the name, date or number itself: your answer is kept"
    return ""


def repeats(answer: str, found: Found) -> bool:
    """Whether the answer holds what it answers for, a part of a name, or more of the kind."""
    said = answer.casefold()
    several = [one for each in found.values() for one in each]
    return bool(
        suspicions(answer)
        or any(" ".join(one.words.casefold().split()) in " ".join(said.split()) for one in several)
        or set(re.findall(r"\w+", said)) & {part for one in several for part in name_parts(one)}
    )


def name_parts(found: Suspicion) -> set[str]:
    if found.kind != A_NAME:
        return set()
    capitalised = re.findall(r"\b[^\W\d_a-z][^\W\d_]{2,}", found.words)
    return {part.casefold() for part in capitalised} - NOT_NAMES


def kinds_of(found: list[Suspicion]) -> list[str]:
    return list(dict.fromkeys(one.kind for one in found))


def in_row(kinds: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(kinds[:-1]), *kinds[-1:]]))
