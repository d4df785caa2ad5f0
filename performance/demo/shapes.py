"""The shapes that the demonstration's records are written in before they are loaded."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """What an agency said on a day; `link` and `file` are evidence given with it."""

    on: date
    text: str
    link: str = ""
    file: str = ""


@dataclass(frozen=True)
class Moved:
    """That a due date was changed: what it was, when, and why."""

    was_due_on: date
    on: date
    because: str


@dataclass(frozen=True)
class Task:
    """An action. Dates that are not given have not happened."""

    agency: str
    wording: str
    difference: str
    agreed_on: date
    due_on: date
    said: tuple[Said, ...] = ()
    submitted: Said | None = None
    returned: Said | None = None
    accepted_on: date | None = None
    accepted_because: str = ""
    moved: Moved | None = None
    owner: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Found:
    """A finding, and the keys of its themes."""

    wording: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A recommendation, the numbers of the findings it answers, and its actions."""

    wording: str
    findings: tuple[int, ...]
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Learned:
    """A review with everything that hangs from it."""

    kind: str
    year: int
    pseudonym: str
    body: str
    summary: str
    source: str
    logged_on: date
    found_on: date
    found: tuple[Found, ...]
    asked: tuple[Asked, ...]
    asked_to_publish_on: date | None = None
    published_on: date | None = None


@dataclass(frozen=True)
class Returned:
    """One agency's answers to a round: a grade for each question, in order.

    `files` names the question that each file of evidence supports.
    """

    agency: str
    grades: tuple[int, ...] = ()
    started_on: date | None = None
    submitted_on: date | None = None
    returned_on: date | None = None
    query: str = ""
    accepted_on: date | None = None
    shared: bool = False
    files: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Round:
    """An audit round and its returns. `says` is what agencies write beside each grade."""

    framework: str
    says: dict[int, str]
    title: str
    reference: str
    themes: tuple[str, ...]
    opens_on: date
    due_on: date
    returns: tuple[Returned, ...]
    source: str
    closed_on: date | None = None
    conclusion: str = ""
