"""The board's controlled list of themes: its words, how they hang together, what merged."""

from django.db import transaction

from boards.models import Board, User
from boards.services.activity import record
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import Synonym, Theme
from reviews.services.reviews import refuse_other_board


@transaction.atomic
def add(board: Board, *, name: str, by: User, good_looks_like: str = "", source: str = "") -> Theme:
    """Add a word to the list, unless the same word (however it is capitalised) is there."""
    refuse_same_word(board, name)
    theme = Theme.objects.create(
        board=board, name=name, folded=folded(name), good_looks_like=good_looks_like, source=source
    )
    record(theme, "added", by=by)
    return theme


@transaction.atomic
def edit(theme: Theme, *, version: int, by: User, name: str, **fields) -> Theme:
    """Change its words. The old name stays a synonym, so that whoever looks for it arrives."""
    old = Theme.objects.get(pk=theme.pk)
    if folded(name) != old.folded:
        refuse_same_word(theme.board, name, of=theme)
    changed = change(theme, version=version, by=by, name=name, folded=folded(name), **fields)
    if changed.folded != old.folded:
        theme.synonyms.filter(folded=changed.folded).delete()
        Synonym.objects.create(board=old.board, theme=old, name=old.name, folded=old.folded)
    return changed


def folded(name: str) -> str:
    """As its column keeps it: some single letters fold into a whole phrase."""
    return fold(name)[: Theme._meta.get_field("folded").max_length]


def refuse_same_word(board: Board, name: str, *, of: Theme | None = None) -> None:
    """Raises Refused where the word is a theme, or a synonym of one other than `of`."""
    Board.objects.select_for_update().get(pk=board.pk)  # one word at a time
    if Theme.objects.filter(board=board, folded=folded(name)).exists():
        raise Refused(f"“{name}” is on the list already. Use that theme.")
    synonyms = Synonym.objects.filter(board=board, folded=folded(name)).select_related("theme")
    synonym = synonyms.exclude(theme=of).first()
    if synonym:
        raise Refused(f"“{name}” is a synonym of “{synonym.theme}”. Use that theme.")


def locked(theme: Theme) -> Theme:
    """The theme as it stands, with the board's list locked: one change of it at a time."""
    Board.objects.select_for_update().get(pk=theme.board_id)
    return Theme.objects.select_related("merged_into").get(pk=theme.pk)


def refuse_merged(theme: Theme) -> None:
    if theme.merged_into:
        raise Refused(f"“{theme}” was merged into “{theme.merged_into}”. Open that theme instead.")


@transaction.atomic
def retire(theme: Theme, *, by: User, note: str) -> Theme:
    """No longer offered; what was tagged with it stays tagged."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if theme.retired_on:
        raise Refused("This theme is retired already.")
    theme.retired_on = today()
    theme.save(update_fields=["retired_on"])
    record(theme, "retired", by=by, note=note)
    return theme


@transaction.atomic
def bring_back(theme: Theme, *, by: User, note: str) -> Theme:
    """Offered for new findings again."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if not theme.retired_on:
        raise Refused("This theme is in use already.")
    theme.retired_on = None
    theme.save(update_fields=["retired_on"])
    record(theme, "brought back", by=by, note=note)
    return theme


# Other words for it


@transaction.atomic
def add_synonym(theme: Theme, *, name: str, by: User) -> Theme:
    """Another word that leads to the theme, in search and in the list."""
    theme = locked(theme)
    refuse_merged(theme)
    if Theme.objects.filter(board=theme.board, folded=folded(name)).exists():
        raise Refused(f"“{name}” is a theme of its own. Merge the two themes instead.")
    held = Synonym.objects.filter(board=theme.board, folded=folded(name)).select_related("theme")
    if synonym := held.first():
        raise Refused(f"“{name}” leads to “{synonym.theme}” already. Take it off there first.")
    Synonym.objects.create(board=theme.board, theme=theme, name=name, folded=folded(name))
    record(theme, "added a synonym", by=by, note=name)
    return theme


@transaction.atomic
def remove_synonym(synonym: Synonym, *, by: User) -> Theme:
    """The word no longer leads to the theme."""
    theme = locked(synonym.theme)
    if not Synonym.objects.filter(pk=synonym.pk).exists():
        raise Refused("Someone else took this word off already.")
    synonym.delete()
    record(theme, "took off a synonym", by=by, note=synonym.name)
    return theme


# Wider and narrower


@transaction.atomic
def widen(theme: Theme, *, parent: Theme | None, by: User) -> Theme:
    """Hang it under a wider theme, or under none."""
    theme = locked(theme)
    refuse_merged(theme)
    if parent is not None:
        refuse_other_board(theme.board, parent)
        parent = locked(parent)
        refuse_merged(parent)
        if theme.pk in wider_than(parent):
            raise Refused(
                f"“{parent}” is “{theme}” itself, or a narrower theme of it. Choose another."
            )
    theme.parent = parent
    theme.save(update_fields=["parent"])
    record(theme, "changed the wider theme", by=by, note=parent.name if parent else "None.")
    return theme


def wider_than(theme: Theme) -> list[int]:
    """The keys of the theme and of all themes above it, merged ones as those they went into."""
    rows = Theme.objects.filter(board=theme.board).values_list("pk", "parent", "merged_into")
    parents = {pk: parent for pk, parent, _ in rows}
    counts_as = {pk: merged_into or pk for pk, _, merged_into in rows}
    found: list[int] = []
    at: int | None = theme.pk
    while at is not None and counts_as[at] not in found:
        found.append(counts_as[at])
        at = parents[counts_as[at]]
    return found


# One theme out of two, and two out of one


@transaction.atomic
def merge(theme: Theme, *, into: Theme, reason: str, by: User) -> Theme:
    """From now on it counts under another theme, and so does all that was merged into it.

    What was tagged with it keeps its tag. Returns the theme it went into.
    """
    refuse_other_board(theme.board, into)
    theme, into = locked(theme), locked(into)
    refuse_merged(theme)
    refuse_merged(into)
    if theme == into:
        raise Refused("Choose another theme: this one cannot be merged into itself.")
    if into.retired_on:
        raise Refused(f"“{into}” is retired. Bring it back first, or choose another.")
    if theme.pk in wider_than(into):
        raise Refused(
            f"“{into}” is a narrower theme of “{theme}”. Change its wider theme first, "
            "or merge it the other way."
        )
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    record(theme, "merged into another theme", by=by, note=f"Into “{into}”. {reason}")
    record(into, "took in another theme", by=by, note=f"“{theme}”. {reason}")
    return into


@transaction.atomic
def split_off(theme: Theme, *, reason: str, by: User) -> Theme:
    """A merged theme counts for itself again. What came along with it stays where it is.

    The wider theme that it had is kept, unless it has become a narrower one meanwhile.
    """
    theme = locked(theme)
    was = theme.merged_into
    if was is None:
        raise Refused("This theme is not merged into another, so there is nothing to split.")
    theme.merged_into = None
    theme.save(update_fields=["merged_into"])
    if theme.parent and theme.pk in wider_than(theme.parent):
        theme.parent = None
        theme.save(update_fields=["parent"])
    record(theme, "split off again", by=by, note=f"From “{was}”. {reason}")
    record(was, "let a theme go", by=by, note=f"“{theme}”. {reason}")
    return theme
