"""The boards' agencies and the bodies that commission reviews or inspect (domain notes, 7.2)."""

from datetime import date

from boards.models import Agency, Body, Partner
from kscb.text import fold
from performance.demo.scene import Scene

SINCE = date(2015, 4, 1)
Kind = Agency.Kind

AGENCIES = {
    "social work": ("Kent County Council children’s social work", Kind.COUNCIL),
    "early help": ("Kent County Council early help", Kind.COUNCIL),
    "education": ("Kent County Council education", Kind.EDUCATION),
    "police": ("Kent Police", Kind.POLICE),
    "integrated care": ("NHS Kent and Medway", Kind.HEALTH),
    "community health": ("Kent Community Health NHS Foundation Trust", Kind.HEALTH),
    "mental health": ("Kent and Medway NHS mental health trust", Kind.HEALTH),
    "east kent hospitals": (
        "East Kent Hospitals University NHS Foundation Trust",
        Kind.HEALTH,
    ),
    "tunbridge wells hospitals": ("Maidstone and Tunbridge Wells NHS Trust", Kind.HEALTH),
    "dartford hospitals": ("Dartford and Gravesham NHS Trust", Kind.HEALTH),
    "ambulance": ("South East Coast Ambulance Service", Kind.HEALTH),
    "probation": ("Probation Service, Kent", Kind.JUSTICE),
    "youth justice": ("Youth justice, Kent", Kind.JUSTICE),
    "fire": ("Kent Fire and Rescue Service", Kind.OTHER),
    "districts": ("District and borough councils of Kent", Kind.DISTRICT),
    "schools": ("Schools and colleges of Kent", Kind.EDUCATION),
    "early years": ("Early years settings of Kent", Kind.EDUCATION),
    "voluntary": ("Kent voluntary and community sector", Kind.VOLUNTARY),
    "medway council": ("Medway Council children’s services", Kind.COUNCIL),
    "medway hospital": ("Medway NHS Foundation Trust", Kind.HEALTH),
}
ONLY_MEDWAY = ("medway council", "medway hospital")
OF_KENT = tuple(key for key in AGENCIES if key not in ONLY_MEDWAY)
OF_MEDWAY = (*ONLY_MEDWAY, "police", "integrated care", "community health", "mental health")

BODIES_OF_KENT = {
    "board": ("Kent Safeguarding Children Board", date(2006, 4, 1), date(2019, 9, 16)),
    "partnership": (
        "Kent Safeguarding Children Multi-agency Partnership",
        date(2019, 9, 17),
        None,
    ),
    "ofsted": ("Ofsted", None, None),
}
BODIES_OF_MEDWAY = {"board": ("Medway Safeguarding Children Board", None, None)}


def add_agencies() -> dict[str, Agency]:
    return {
        key: Agency.objects.create(name=name, folded=fold(name), kind=kind)
        for key, (name, kind) in AGENCIES.items()
    }


def serve(scene: Scene, keys: tuple[str, ...], agencies: dict[str, Agency]) -> None:
    """The agencies of one board, each from the same day."""
    scene.agencies = {key: agencies[key] for key in keys}
    Partner.objects.bulk_create(
        Partner(board=scene.board, agency=agency, from_on=SINCE)
        for agency in scene.agencies.values()
    )


def add_bodies(scene: Scene, bodies: dict) -> dict[str, Body]:
    return {
        key: Body.objects.create(board=scene.board, name=name, from_on=from_on, to_on=to_on)
        for key, (name, from_on, to_on) in bodies.items()
    }
