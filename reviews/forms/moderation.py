from django import forms

from boards.models import User
from kscb.forms import Checkboxes, LongTextField, Radios
from reviews.forms.common import NO_NAMES, VersionedForm
from reviews.models import Grade
from reviews.services.moderation import who_may_sit


class PanelForm(VersionedForm):
    panel = forms.ModelMultipleChoiceField(
        label="Who moderates",
        queryset=User.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="Nobody moderates a return of an agency that they belong to.",
    )

    def __init__(self, *args, audit_round, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["panel"]
        field.queryset = who_may_sit(audit_round.board)
        field.label_from_instance = lambda person: person.name


class ModerateForm(VersionedForm):
    marks_optional = False

    grade = forms.ModelChoiceField(
        label="Moderated grade", queryset=Grade.objects.none(), widget=Radios, empty_label=None
    )
    reason = LongTextField(
        label="Why",
        required=False,
        help_text=f"Needed where your grade differs from the agency’s own. {NO_NAMES}",
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        of_scale = Grade.objects.filter(framework=question.framework_id, scale=question.scale)
        self.fields["grade"].queryset = of_scale
