from django import forms

from boards.models import User
from kscb.dates import today
from kscb.forms import Checkboxes, DateField, Form, LongTextField
from reviews.forms.common import NO_NAMES, EvidenceMixin, ten_years_on
from reviews.services import actions as action_work


class UpdateForm(EvidenceMixin):
    text = LongTextField(label="What has been done", help_text=NO_NAMES)
    submit = forms.BooleanField(
        label="This is done: ask the board to accept it",
        required=False,
        help_text="Needs at least one file or link, now or from an earlier update.",
    )
    field_order = ["text", "files", "link", "good_from", "expires_on", "submit"]

    def __init__(self, *args, may_submit=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_submit:
            del self.fields["submit"]


class DueDateForm(Form):
    due_on = DateField(label="New due date", earliest=today, latest=ten_years_on)
    reason = LongTextField(
        label="Reason", max_length=2_000, rows=4, help_text="The old date and this reason are kept."
    )


class HandOverForm(Form):
    owner = forms.ModelChoiceField(label="New named owner", queryset=User.objects.none())
    note = LongTextField(label="Note", max_length=2_000, rows=3, required=False)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        people = action_work.speakers_for(action.agency, board=action.board)
        others = people.exclude(pk=action.owner_id).order_by("name")
        self.fields["owner"].queryset = others
        if not others:
            self.fields["owner"].help_text = (
                "Nobody else speaks for its agency on this board yet. "
                "Invite someone on the page of people, then come back."
            )


class ShareForm(Form):
    people = forms.ModelMultipleChoiceField(
        label="Contributors who may draft",
        queryset=User.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="They see this one item. Only you can send it to the board.",
    )

    def __init__(self, *args, shared, **kwargs):
        super().__init__(*args, initial={"people": shared.contributors.all()}, **kwargs)
        people = action_work.contributors_of(shared.agency, board=shared.board).order_by("name")
        self.fields["people"].queryset = people
        if not people:
            self.fields["people"].help_text = (
                "Your agency has no contributor on this board yet. "
                "Ask the board’s staff to invite one."
            )
