"""The shapes that the demonstration's records are written in before they are loaded."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


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
    """An action. Dates that are not given have not happened; one only proposed is not agreed yet.

    `deferred` also moves the date; `reopened` undoes the acceptance. `key` names it to other steps.
    """

    agency: str
    wording: str
    difference: str
    agreed_on: date
    due_on: date
    change: str = "other"
    said: tuple[Said, ...] = ()
    submitted: Said | None = None
    returned: Said | None = None
    accepted_on: date | None = None
    accepted_because: str = ""
    moved: Moved | None = None
    deferred: Moved | None = None
    disputed: Said | None = None
    withdrawn: Said | None = None
    reopened: Said | None = None
    again_due_on: date | None = None
    owner: str = ""
    shared: bool = False
    is_high: bool = False
    is_only_proposed: bool = False
    key: str = ""


@dataclass(frozen=True)
class Found:
    """A finding, the keys of its themes, and of the agencies that it names."""

    wording: str
    themes: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    is_good: bool = False


@dataclass(frozen=True)
class Tested:
    """What a test showed, and what the board did then: took it as embedded, or a new action."""

    on: date
    result: str
    seen: str
    embedded: Said | None = None
    led_to: Task | None = None


@dataclass(frozen=True)
class Gauge:
    """How the board will know that a recommendation made a difference. `standard` is a theme's.

    A number for `test_on` is days from loading: the test of something old, planned of late.
    """

    kind: str
    wording: str
    test_on: date | int
    tested: Tested | None = None
    standard: str = ""


@dataclass(frozen=True)
class Asked:
    """A recommendation: the numbers of the findings it answers, the answer, what hangs from it.

    An empty `answer` is none yet. Without `agencies` it asks those of its actions.
    """

    wording: str
    findings: tuple[int, ...]
    tasks: tuple[Task, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    answer: str = "accepted"
    reasons: str = ""
    to_board: bool = False
    agencies: tuple[str, ...] = ()
    is_high: bool = False


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
    take_down_on: date | None = None
    closed_on: date | None = None
    aware_on: date | None = None
    notified_on: date | None = None
    themes: tuple[str, ...] = ()


class Queried(NamedTuple):
    """What the board asked about the answer to one question, and the agency's reply."""

    question: int
    words: str
    reply: str


class Moderated(NamedTuple):
    """The panel's grade of the answer to one question, and why."""

    question: int
    grade: int
    reason: str


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
    asked: tuple[Queried, ...] = ()
    resubmitted_on: date | None = None
    moderated: tuple[Moderated, ...] = ()
    moderated_on: date | None = None


@dataclass(frozen=True)
class Round:
    """An audit round and its returns. `says` is what agencies write beside each grade; `carries`
    that they find there what they wrote in the round that it repeats."""

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
    found: tuple[Found, ...] = ()
    repeats: str = ""
    carries: bool = False
