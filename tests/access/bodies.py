"""A valid body for every form and step: what a person would type, for the record at a place."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kscb.dates import today
from reviews.forms.blocks import BlockForm, mark_of
from reviews.forms.schools import SchoolsForm
from reviews.forms.trackers import ReadInForm
from reviews.imports.frameworks import shipped
from reviews.models import Grade
from reviews.services import briefings
from reviews.services.trackers import read
from reviews.services.written import as_text
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


# The life of a review


def a_stage(scene, place):
    stage = scene.contents_of(place).next_stage
    return {"stage": stage.pk, "reason": "It was ready.", **on("on", today())}


def an_event(scene, place):
    return {"event": "panel_agrees", **on("on", A_DAY_PAST)}


def a_hold(scene, place):
    days = on("from_on", A_DAY_PAST) | on("review_on", SOON)
    return {"proceeding": "inquest", "reason": "An inquest is open.", **days}


def a_look(scene, place):
    return on("review_on", SOON)


def an_end(scene, place):
    return {"end_reason": "The inquest closed.", **on("ended_on", A_DAY_PAST)}


def a_link(scene, place):
    return {"kind": "mappa", "held_by": "Kent MAPPA board"}


def a_decision(scene, place):
    return {
        "outcome": "not_to_review",
        "reasons": "Nothing new would be learned.",
        "decided_by": "The chair",
        "improvements_before": "no",
        "recurrent_themes": "dont_know",
        **on("decided_on", A_DAY_PAST),
    }


def a_reader(scene, place):
    person = scene.contents_of(place).spare.pk
    return {"person": person, "capacity": "panel", "reason": "On the panel"}


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
        "change": "process",
        "looked": "on",
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


def a_new_framework(scene, place):
    return {"name": "Seeing fathers"}


def a_framework(scene, place):
    return {"name": "Seeing fathers", "version": 1}


def a_framework_file(scene, place):
    return {"file": SimpleUploadedFile("walkabout.toml", as_text(shipped()[0]).encode())}


def a_section(scene, place):
    return {"title": "Fathers", "version": 1}


def upwards(scene, place):
    return {"up": "1"}


def a_new_question(scene, place):
    return {"wording": "Are fathers asked?", "kind": "graded", "scale": "met"}


def a_changed_question(scene, place):
    section = scene.frameworks[place].moved.pk
    return {"wording": "Are fathers seen?", "kind": "narrative", "section": section, "version": 1}


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


# Publication, briefings and re-looks


def a_checklist(scene, place):
    return {
        "is_redacted": "yes",
        "no_one_known": "yes",
        "nothing_hidden": "yes",
        "words": "Read twice, beside the file.",
        **on("take_down_on", today() + timedelta(days=500)),
    }


def a_take_down_date(scene, place):
    return {"reason": "The family asked.", **on("take_down_on", SOON)}


def a_day(scene, place):
    return {"words": "By e-mail.", **on("on", A_DAY_PAST)}


def a_briefing(scene, place):
    return {"title": "Seeing fathers"}


def seven_panels(scene, place):
    parts = {f"heading_{n}": f"Heading {n}" for n in range(1, 8)}
    briefing = scene.chains[place].briefing
    return {"title": "Seeing fathers", "version": briefings.version_of(briefing), **parts}


def a_day_to_answer_by(scene, place):
    return on("attest_by", SOON)


def an_attestation(scene, place):
    return {
        "agency": scene.people.health.pk,
        "staff_reached": 12,
        "what_will_change": "Fathers are asked about.",
        **on("used_on", A_DAY_PAST),
    }


def a_relook(scene, place):
    seen = {"looked_by": "The audit group", "result": "partly", "words": "Half of them."}
    return seen | on("looked_on", A_DAY_PAST)


# Reading, information and documents


def a_why(scene, place):
    return {"reason": "Preparing the panel"}


def an_information(scene, place):
    agency = scene.agency_of(place)
    return {"agencies": [agency.pk], "asked": "How fathers are recorded.", **on("due_on", SOON)}


def a_file():
    return SimpleUploadedFile("report.txt", b"Fathers are recorded.")


def what_was_asked(scene, place):
    return {"files": a_file()}


def that_it_came(scene, place):
    return on("received_on", A_DAY_PAST)


def a_question_about_it(scene, place):
    return {"note": "Which years?", **on("due_on", SOON)}


def a_document(scene, place):
    return {"kind": "letter", "title": "Letter to the Panel", "files": a_file()}


# From recommendations to measures


def another_wording(scene, place):
    return {"wording": "See every father.", "reason": "The first words were unclear."}


def a_response(scene, place):
    return {"answer": "accepted", "decided_by": "The board", **on("decided_on", A_DAY_PAST)}


def a_later_date(scene, place):
    return {"reason": "The auditor is ill.", **on("due_on", today() + timedelta(days=2000))}


def another_action(scene, place):
    return {"into": scene.chains[place].submitted.reference, "note": "It asks the same."}


def a_measure(scene, place):
    return {"kind": "survey", "wording": "Children say so.", **on("test_on", SOON)}


def a_result(scene, place):
    return {"result": "dont_know", "seen": "Too few records.", **on("tested_on", A_DAY_PAST)}


# The learning thread


def a_synonym(scene, place):
    return {"name": "Dads whom nobody asks"}


def a_wider_theme(scene, place):
    return {"parent": scene.contents_of(place).unused_theme.pk}


def a_merger(scene, place):
    return {"into": scene.contents_of(place).unused_theme.pk, "reason": "They say the same."}


def a_standard(scene, place):
    return {"wording": "Every adult is named.", "test": "Is he named in the file?", "version": 1}


def a_verdict(scene, place):
    return {"word": "dont_know", "reasons": "Nothing on record could tell."}


def an_alarm_answer(scene, place):
    theme = scene.contents_of(place).alarmed_theme
    return {f"theme_{theme.pk}": "We test before we close."}


# Pasted blocks and trackers


def a_draft_chain(scene, place):
    return scene.chains["other_board_draft" if place == "other_board" else place]


def a_block(scene, place):
    """A row, with the mark of having been looked at."""
    review = a_draft_chain(scene, place).review
    theme = scene.contents_of(place).theme.name
    typed = {"what": "findings", "block": f"Fathers unseen.\t{theme}\t3 March 2018"}
    return {**typed, "step": "save", "seen": mark_of(BlockForm(typed, review=review))}


def a_tracker(scene, place):
    chain = a_draft_chain(scene, "restricted" if place == "own" else place)
    file = SimpleUploadedFile("plan.csv", b"Recommendation,Action\nSee fathers.,\n")
    return {"review": chain.review.pk, "file": file}


def a_matching(scene, place):
    """The columns of the tracker's file, with the mark of having been looked at."""
    chain = a_draft_chain(scene, place)
    typed = {"column_recommendation": "0", "finding": str(chain.finding.pk)}
    sheet = read(chain.uploaded_tracker)
    form = ReadInForm(typed, tracker=chain.uploaded_tracker, sheet=sheet, guessed={})
    return {**typed, "step": "save", "seen": mark_of(form)}


# Reminders, links that answer without signing in, and many updates on one page


def a_reminder(scene, place):
    return {"people": [scene.chains[place].action.owner_id]}


def a_said(scene, place):
    return an_update(scene, place) | {"confirm": "on"}


def many_updates(scene, place):
    pk = scene.chains[place].action.pk
    return {"row": [pk], f"a{pk}-text": "Half the records are audited."}


# Rounds, schools and what is owed


def a_repeat(scene, place):
    words = {"title": "Section 11 again", "reference": "S11-2032"}
    return {**words, **on("opens_on", A_DAY_PAST), **on("due_on", SOON)}


def a_changed_round(scene, place):
    words = {"title": "Section 11 of another name", "version": 1}
    return {**words, **on("opens_on", A_DAY_PAST), **on("due_on", SOON)}


def what_was_heard(scene, place):
    return {"sampled": 5, "feedback": "Supervision helped.", "version": 1}


def a_list_of_schools(scene, place):
    """A row, with the mark of having been looked at."""
    typed = {"block": "Invented Primary School\t886/2001\tSwale\tDana Lead\tdana@school.example"}
    audit_round = scene.audits[place].answered.audit_round
    return {**typed, "step": "save", "seen": mark_of(SchoolsForm(typed, audit_round=audit_round))}


def owed(scene, place):
    return {"returns": [scene.audits[place].answered.pk]}


def owed_longer(scene, place):
    later = today() + timedelta(days=1800)
    return owed(scene, place) | {"reason": "The auditor is ill.", **on("due_on", later)}


# Audits after submission


def a_panel(scene, place):
    """Somebody of the board's staff."""
    staff = {"own": "second_staff", "other_agency": "second_staff", "other_board": "other_staff"}
    return {"panel": [getattr(scene.people, staff[place]).pk], "version": 1}


def a_moderation(scene, place):
    framework = scene.audits[place].sent.audit_round.framework
    grade = Grade.objects.filter(framework=framework).first()
    return {"grade": grade.pk, "reason": "The files show less.", "version": 0}


def a_commission(scene, place):
    return {"commissioned_by": scene.contents_of(place).body.pk}


# One item of evidence


def a_newer_version(scene, place):
    return {"title": "Newer", "link": "https://kscb.example/newer"}


def other_evidence(scene, place):
    """Given for the action that was submitted, and so for neither the update nor the answer."""
    return {"items": [scene.chains[place].submitted.evidence.pk]}


# Filling in a return, and an immediate concern


def a_section_answered(scene, place):
    framework = scene.audits[place].answered.audit_round.framework
    words = {"grade": framework.grades.last().pk, "text": "Forty files.", "seen": "as shown"}
    versions = {1: 1, 2: 1}
    return {
        f"q{number}-{part}": word
        for number, version in versions.items()
        for part, word in {**words, "version": version}.items()
    }


def a_concern(scene, place):
    return {"agency": scene.people.health.pk}


def an_author(scene, place):
    return {"author": scene.people.lead.pk}


def an_answer_elsewhere(scene, place):
    return {"answer": scene.audits["other_board"].sent.answers.first().pk}
