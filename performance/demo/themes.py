"""The board's controlled list: seven themes of the year's reviews, later ones, Medway's few."""

from datetime import date

from boards.services.activity import record
from kscb.text import fold
from performance.demo.scene import INVENTED, SUMMARY, Scene, moment
from reviews.models import Theme

# The themes are the summary's; the short wording, and what good looks like, are ours.
OF_KENT = {
    "alcohol and drugs": (
        "Parental alcohol and drug use",
        "Every assessment says what a parent’s drinking or drug use means for each child.",
    ),
    "fathers": (
        "Fathers, new partners and other adults in the family",
        "Every adult who matters to the child is named, checked and spoken to.",
    ),
    "meetings": (
        "Taking part in multi-agency meetings and sharing their papers",
        "The right people come, with a report, and the papers reach everyone in time.",
    ),
    "escalation": (
        "Escalating concerns when professionals disagree about risk",
        "Disagreements are written down, raised within days and settled by someone named.",
    ),
    "supervision": (
        "Reflective supervision",
        "Supervision asks how the case is understood, not only what was done.",
    ),
    "disguised compliance": (
        "Hostile families, disguised compliance and professional curiosity",
        "What families say has changed is tested against what children live with.",
    ),
    "babies": (
        "Injuries to young babies who cannot move by themselves",
        "A mark on a baby who cannot move is seen by a paediatrician the same day.",
    ),
}
# What the reviews of 2018/19 named besides (domain notes, 7.3), in our own words.
OF_THE_YEAR_AFTER = {
    "curiosity": (
        "Staying curious, and in real contact with families",
        "What families say has changed is tested against what children live with.",
    ),
    "young children": (
        "How easily very young children are hurt",
        "Whoever sees a very young child knows whom to ask, at any hour.",
    ),
    "history": (
        "Knowing a family’s history when it is assessed",
        "A first assessment says what earlier records hold, and what that means now.",
    ),
}
OF_MEDWAY = {
    "neglect": (
        "Neglect that goes on too long (invented)",
        "Plans say by when a child’s daily life must be better.",
    ),
    "information": (
        "Sharing information early (invented)",
        "What one service knows reaches the others before a decision is made.",
    ),
    "fathers": (
        "Fathers and partners (invented)",
        "Fathers are asked about, seen and heard.",
    ),
}
ADDED_ON = date(2018, 4, 16)
ADDED_LATER_ON = date(2018, 9, 10)


def add_themes(scene: Scene, themes: dict, *, source: str, by, on: date = ADDED_ON) -> None:
    for key, (name, good_looks_like) in themes.items():
        theme = Theme.objects.create(
            board=scene.board,
            name=name,
            folded=fold(name),
            good_looks_like=good_looks_like,
            source=source,
        )
        record(theme, "added", by=by, at=moment(on))
        scene.themes[key] = theme


SOURCE_OF_KENT = f"{SUMMARY}; what good looks like is invented"
SOURCE_OF_THE_YEAR_AFTER = (
    "After Kent’s themes of 2018/19 (domain notes, 7.3), reworded; what good looks like is invented"
)
SOURCE_OF_MEDWAY = INVENTED
