from django import forms

from boards.models import Body
from kscb.forms import Form, Radios


class BeginReportForm(Form):
    commissioned_by = forms.ModelChoiceField(
        label="Who commissions the report",
        queryset=Body.objects.none(),
        widget=Radios,
        empty_label=None,
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commissioned_by"].queryset = Body.objects.filter(board=board)
