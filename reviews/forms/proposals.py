"""Proposing an action: with what its agency owes already, and what was asked before."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from boards.models import OF_AN_AGENCY, Agency, User
from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from reviews.figures.similar import similar
from reviews.forms.common import PresetField, ten_years_on
from reviews.models import Action, Priority, Recommendation

WEAK = "Often all that is asked, and seldom enough by itself to change what people do."
CHANGE_HINTS = {
    Action.Change.TRAINING: f"A course, a briefing, supervision. {WEAK}",
    Action.Change.POLICY: f"New or clearer written rules. {WEAK}",
    Action.Change.COMMUNICATION: f"A reminder, a newsletter, a message to staff. {WEAK}",
    Action.Change.PROCESS: "A different order of work, a check, a step that cannot be left out.",
    Action.Change.SYSTEM: "A form, a record system or a tool that makes the right thing easy.",
    Action.Change.WORKLOAD: "Time, caseloads or posts.",
    Action.Change.JOINT_WORKING: "Who works with whom, where, and who decides.",
}


class OwnerField(forms.ModelChoiceField):
    """A person, with the agency they speak for."""

    def label_from_instance(self, person):
        agencies = {m.agency.name for m in person.memberships.all() if m.agency}
        return f"{person.name}, {', '.join(sorted(agencies))}" if agencies else person.name


class LoadedField(forms.ModelChoiceField):
    """An agency, with how many actions it has open on this board."""

    def label_from_instance(self, agency):
        return f"{agency.name} ({agency.open_actions or 'none'} open)"


class ReferencesField(forms.CharField):
    """References of recommendations, apart by commas or lines; gives the records.

    Only those in `rows` can be named: of any other it says that nothing has this reference.
    """

    rows = Recommendation.objects.none()

    def clean(self, value):
        typed = super().clean(value).replace(",", "\n").splitlines()
        return [self.named(words.strip()) for words in typed if words.strip()]

    def named(self, reference):
        found = self.rows.filter(reference__iexact=reference).first()
        if found is None:
            raise ValidationError(
                f"No recommendation of this board has the reference “{reference}”. "
                "Copy it from its page, such as KSCB/SCR2017-01/R2"
            )
        return found


class ProposalForm(Form):
    agency = LoadedField(
        label="Owner agency",
        queryset=Agency.objects.none(),
        help_text="One agency owns an action. How much each has open already is beside its name.",
    )
    owner = OwnerField(
        label="Named owner",
        queryset=User.objects.none(),
        help_text="Someone who speaks for that agency on this board.",
    )
    wording = LongTextField(label="What will be done", rows=4)
    difference = LongTextField(
        label="What will be different for children",
        rows=4,
        help_text="The change in practice that would show that this worked.",
    )
    change = forms.ChoiceField(
        label="Kind of change",
        choices=Action.Change.choices,
        widget=Radios(hints=CHANGE_HINTS),
        help_text="What it mainly asks for. What makes the right thing easy lasts longest.",
    )
    priority = PresetField(
        label="Priority",
        choices=Priority.choices,
        widget=Radios(hints={Priority.HIGH: "Is accepted as done only with a file as evidence."}),
    )
    due_on = DateField(
        label="Due date",
        earliest=today,
        latest=ten_years_on,
        help_text="For example, 27 3 2018.",
    )
    also_serves = ReferencesField(
        label="Other recommendations that it serves",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Their references, one on a line, such as KSCB/SCR2017-01/R2.",
    )
    looked = forms.BooleanField(
        label="I have looked at these; propose a new action anyway", required=False
    )

    def __init__(self, *args, recommendation, user, **kwargs):
        board = recommendation.board
        super().__init__(*args, **kwargs)
        self.fields["priority"].initial = recommendation.priority
        self.recommendation, self.user, self.similar = recommendation, user, []
        is_open = Q(actions__board=board, actions__status__in=Action.OPEN)
        self.fields["agency"].queryset = Agency.objects.serving(board).annotate(
            open_actions=Count("actions", filter=is_open)
        )
        held = board.memberships.current().filter(role__in=OF_AN_AGENCY)
        self.fields["owner"].queryset = (
            User.objects.filter(pk__in=held.values("user"))
            .prefetch_related("memberships__agency")
            .order_by("name")
        )
        made = Recommendation.objects.visible_to(user).of_reviews_read_by(user).made()
        self.fields["also_serves"].rows = made.filter(board=board).exclude(pk=recommendation.pk)
        if not self.is_bound:
            del self.fields["looked"]

    def clean(self):
        typed = self.cleaned_data
        looked = typed.pop("looked", False)
        if typed.get("agency") and typed.get("wording") and not self.errors:
            self.similar = similar(
                Action.objects.visible_to(self.user),
                recommendation=self.recommendation,
                agency=typed["agency"],
                wording=typed["wording"],
            )
        if not self.similar:
            del self.fields["looked"]
        elif not looked:
            self.add_error("looked", say_look(len(self.similar)))
        return typed


def say_look(number):
    one = "An action like this is open already. Look at it"
    many = f"{number} actions like this are open already. Look at them"
    return f"{one if number == 1 else many}, then choose what to do"


class MergeForm(Form):
    into = forms.CharField(
        label="Reference of the action that takes its place",
        max_length=60,
        help_text="Such as KSCB/SCR2017-01/R2/A1. It goes on to serve what this one served.",
    )
    note = LongTextField(
        label="Reason",
        max_length=2_000,
        rows=4,
        help_text="Both owner agencies read it: name no review that is not published.",
    )

    def __init__(self, *args, action, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows.filter(board=action.board_id)

    def clean_into(self):
        reference = self.cleaned_data["into"].strip()
        found = self.rows.filter(reference__iexact=reference).first()
        if found is None:
            raise ValidationError(
                f"No action of this board has the reference “{reference}”. Copy it from its page"
            )
        return found
