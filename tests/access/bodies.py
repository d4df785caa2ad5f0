"""A valid body for every form and step: what a person would type, for the record at a place."""

from datetime import timedelta

from kscb.dates import today
from reviews.models import Grade
from training.services import version_of


def on(name, day):
    """The three boxes of a date."""
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


SOON = today() + timedelta(days=60)
A_DAY_PAST = today() - timedelta(days=60)


def nothing(scene, place):
    return {}


def a_contributor(scene, place):
    return {"people": [scene.people.contributor.pk]}


def a_note(scene, place):
    return {"note": "Because the panel asked."}


def a_reason(scene, place):
    return {"reason": "The room was flooded."}


def a_meeting(scene, place):
    return {"title": "Extraordinary meeting", **on("held_on", SOON)}


def an_invited(scene, place):
    return {"name": "Ines Invited", "email": "ines@kscb.example", "role": "trainer"}


def a_password(scene, place):
    return {"password": "three plain unlikely words", "again": "three plain unlikely words"}


def a_theme(scene, place):
    return {"name": "Neglect that nobody names", "version": 1}


def a_review(scene, place):
    contents = scene.contents_of(place)
    return {
        "kind": contents.kind.pk,
        "year": 2018,
        "pseudonym": "Quarry",
        "commissioned_by": contents.body.pk,
        "summary": "How agencies shared what they knew.",
        "version": 1,
    }


def a_finding(scene, place):
    themes = [scene.contents_of(place).theme.pk]
    return {"wording": "Fathers unseen.", "themes": themes, "version": 1} | on(
        "found_on", A_DAY_PAST
    )


def a_reader(scene, place):
    return {"person": scene.contents_of(place).spare.pk, "reason": "On the panel"}


def a_recommendation(scene, place):
    chain = "other_board_draft" if place == "other_board" else place
    finding = scene.chains[chain].finding
    return {"wording": "See fathers.", "findings": [finding.pk], "version": 1}


def an_action(scene, place):
    owned = scene.chains[place].action
    return {
        "agency": owned.agency_id,
        "owner": owned.owner_id,
        "wording": "Audit records.",
        "difference": "Fathers are seen.",
        **on("due_on", SOON),
    }


def an_update(scene, place):
    return {"text": "Half the records are audited.", "link": "https://kscb.example/audit"}


def a_due_date(scene, place):
    return {"reason": "The auditor is ill.", **on("due_on", SOON)}


def a_successor(scene, place):
    return {"owner": scene.chains[place].action.successor.pk}


def a_round(scene, place):
    framework = scene.audits[place].answered.audit_round.framework
    return {
        "framework": framework.pk,
        "title": "Section 11",
        "reference": "S11-2031",
        **on("opens_on", A_DAY_PAST),
        **on("due_on", SOON),
    }


def an_agency(scene, place):
    return {"agencies": [scene.council.pk]}


def a_conclusion(scene, place):
    return {"conclusion": "Supervision is better."}


def an_answer(scene, place):
    framework = scene.audits[place].answered.audit_round.framework
    grade = Grade.objects.filter(framework=framework).first()
    return {"grade": grade.pk, "text": "We looked at forty files.", "version": 1}


def a_course(scene, place):
    kind = "multi_agency"
    return {"title": "Seeing fathers", "kind": kind, "aims": "To see them.", "version": 1}


def a_session(scene, place):
    return on("held_on", SOON)


def a_register(scene, place):
    version = version_of(scene.session_at(place))
    return {f"agency_{scene.people.health.pk}": 7, "version": version}


# Reminders, links that answer without signing in, and many updates on one page


def a_reminder(scene, place):
    return {"people": [scene.chains[place].action.owner_id]}


def a_said(scene, place):
    return an_update(scene, place) | {"confirm": "on"}


def many_updates(scene, place):
    pk = scene.chains[place].action.pk
    return {"row": [pk], f"a{pk}-text": "Half the records are audited."}
