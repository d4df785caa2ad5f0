from django import forms

from kscb.forms import Form
from reviews.forms.common import VersionedForm


class ThemeForm(Form):
    name = forms.CharField(label="Theme", max_length=160)
    good_looks_like = forms.CharField(
        label="What good looks like",
        max_length=300,
        required=False,
        help_text="One sentence that an audit could test.",
    )
    source = forms.CharField(label="Where it comes from", max_length=200, required=False)


class EditThemeForm(VersionedForm, ThemeForm):
    pass
