"""What is asked of the lead about a whole return, and about an immediate concern."""

from django import forms

from boards.models import Agency, User
from kscb.forms import Checkboxes, Form, LongTextField
from reviews.forms.actions import ShareForm
from reviews.models import Section
from reviews.services import sharing


class ShareReturnForm(ShareForm):
    """Contributors, and for each the sections that are theirs: none ticked is the whole return."""

    def __init__(self, *args, shared, **kwargs):
        super().__init__(*args, shared=shared, **kwargs)
        sections = Section.objects.filter(
            framework=shared.audit_round.framework_id, retired_on__isnull=True
        )
        self.colleagues = {f"sections_{one.pk}": one for one in self.fields["people"].queryset}
        given = list(shared.section_shares.values_list("person", "section"))
        for name, person in self.colleagues.items():
            self.fields[name] = forms.ModelMultipleChoiceField(
                label=f"Sections for {person.name}",
                queryset=sections,
                widget=Checkboxes,
                required=False,
                help_text="Tick none to share the whole return.",
                initial=[section for whom, section in given if whom == person.pk],
            )

    def sections(self) -> dict:
        """By colleague; what `share` calls `sections`."""
        return {
            person: list(self.cleaned_data.pop(name)) for name, person in self.colleagues.items()
        }


class AuthorForm(Form):
    author = forms.ModelChoiceField(
        label="Who the board asks about this return",
        queryset=User.objects.none(),
        required=False,
        help_text="A lead, or a colleague with whom the return is shared.",
    )
    substitute = forms.ModelChoiceField(
        label="Who stands in for them",
        queryset=User.objects.none(),
        required=False,
        help_text="Asked instead once the first no longer answers for your agency.",
    )

    def __init__(self, *args, audit_return, **kwargs):
        named = {"author": audit_return.author_id, "substitute": audit_return.substitute_id}
        super().__init__(*args, initial=named, **kwargs)
        writers = sharing.writers_for(audit_return)
        for name in named:
            self.fields[name].queryset = writers


class NotInvolvedForm(Form):
    reason = LongTextField(
        label="Why there is nothing to answer",
        max_length=2_000,
        rows=4,
        help_text="Such as: we did not work with this family. No names, and nothing about a child.",
    )


class ConcernForm(Form):
    """Which agency has to act, and nothing else: what was seen is said by phone."""

    agency = forms.ModelChoiceField(
        label="Which agency must act now?", queryset=Agency.objects.none()
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.serving(board)
