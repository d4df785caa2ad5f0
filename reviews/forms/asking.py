"""Reminding by hand, answering by a link, and many updates on one page."""

from copy import deepcopy
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from boards.models import User
from kscb.forms import Checkboxes, Form, LinksField, LongTextField
from reviews.forms.common import ENDS_TOO_SOON, NO_NAMES, EvidenceMixin, PeriodMixin
from reviews.models import Action


class PeopleField(forms.ModelMultipleChoiceField):
    """People who answer for an action; its named owner is called so."""

    widget = Checkboxes
    owner: int | None = None

    def label_from_instance(self, person):
        return f"{person.name}, named owner" if person.pk == self.owner else person.name


class RemindForm(Form):
    people = PeopleField(
        label="Whom to remind",
        queryset=User.objects.none(),
        help_text="Each gets a link of their own, to say how it goes without signing in.",
    )

    def __init__(self, *args, action, people, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset, field.owner = people, action.owner_id
        field.initial = [person for person in people if person.pk == action.owner_id]
        if not people:
            field.help_text = (
                "Nobody answers for this action now: its owner has left, and its agency has no "
                "lead on this board. Invite someone, then hand the action over."
            )


class SayForm(EvidenceMixin):
    text = LongTextField(label="What has been done", help_text=NO_NAMES)
    confirm = forms.BooleanField(
        label="This link was sent to me, and the board may keep this as my update"
    )
    field_order = ["text", "files", "link", "good_from", "expires_on", "confirm"]


@dataclass(frozen=True)
class UpdateRow:
    """One action on the page, with its fields."""

    action: Action
    text: BoundField
    link: BoundField
    dates: list[BoundField]
    submit: BoundField | None

    @property
    def shows_dates(self):
        """Something was typed there, or is to be put right."""
        return any(one.errors or any(one.value() or ()) for one in self.dates)


DATES = ("good_from", "expires_on")
PARTS = ("text", "link", *DATES, "submit")


def name_of(action: Action, part: str) -> str:
    return f"a{action.pk}-{part}"


class UpdatesForm(Form):
    """An update for each of several actions; what is left empty is left alone.

    Each field's name begins with its action's key, and each error with its reference.
    """

    def __init__(self, *args, actions, may_submit, lost=False, **kwargs):
        self.actions, self.lost = list(actions), lost
        self.base_fields = {}
        self.about = {}
        for action in self.actions:
            fields = fields_of(may_submit(action))
            self.base_fields |= {name_of(action, part): field for part, field in fields.items()}
            self.about |= {name_of(action, part): action for part in fields}
        super().__init__(*args, **kwargs)

    def rows(self):
        for action in self.actions:
            text, link, submit = (name_of(action, part) for part in ("text", "link", "submit"))
            yield UpdateRow(
                action=action,
                text=self[text],
                link=self[link],
                dates=[self[name_of(action, part)] for part in DATES],
                submit=self[submit] if submit in self.fields else None,
            )

    def typed_for(self, action) -> dict:
        """As the service calls it."""
        typed = {part: self.cleaned_data.get(name_of(action, part)) for part in PARTS}
        return {"links": typed.pop("link") or [], **typed}

    def filled(self) -> dict:
        """What was typed, by action, of the actions on which anything was."""
        typed = {action: self.typed_for(action) for action in self.actions}
        return {action: said for action, said in typed.items() if any(said.values())}

    def clean(self):
        for action, said in self.filled().items():
            if not said["text"] and name_of(action, "text") not in self.errors:
                self.add_error(name_of(action, "text"), "Enter what has been done")
            self.check_dates(action, said)
        if self.lost:
            raise ValidationError(
                "One action that you wrote on is no longer yours to update, so nothing was saved. "
                "Check the others, then save again."
            )
        if not self.errors and not self.filled():
            raise ValidationError("Write on at least one action, then save.")

    def check_dates(self, action, said):
        begins, ends = said["good_from"], said["expires_on"]
        if begins and ends and ends < begins:
            self.add_error(name_of(action, "expires_on"), ENDS_TOO_SOON)
        if (begins or ends) and not said["links"] and name_of(action, "link") not in self.errors:
            self.add_error(name_of(action, "link"), "Give a web address that the date is about")

    def add_error(self, field, error):
        """With the reference of the row that it is about."""
        action = self.about.get(field)
        if action:
            found = error if isinstance(error, ValidationError) else ValidationError(error)
            error = [
                ValidationError(f"{action.reference}: {' '.join(one.messages)}", code=one.code)
                for one in found.error_list
            ]
        super().add_error(field, error)


def fields_of(may_submit: bool) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "text": LongTextField(label="What has been done", rows=3, required=False),
        "link": LinksField(
            label="Web addresses of evidence", required=False, help_text="One on each line."
        ),
        **{part: deepcopy(PeriodMixin.base_fields[part]) for part in DATES},
    }
    if may_submit:
        fields["submit"] = forms.BooleanField(
            label="This is done: ask the board to accept it", required=False
        )
    return fields
