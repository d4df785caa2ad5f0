"""The form kit: fields and base classes that ask as GOV.UK does and answer in plain English.

Every form of the site is a `Form` or a `ModelForm` from here; templates/kscb/ draws them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.forms import BaseForm
from django.forms.utils import flatatt, pretty_name
from django.forms.widgets import ChoiceWidget
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kscb.case_warning import AsksAboutCaseData

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
BOXES = ("day", "month", "year")
MOST_FILES = 20


Bound = date | Callable[[], date] | None


def in_sentence(label: str) -> str:
    """A label inside a sentence: "due date", but "NHS number" as it is."""
    is_short_form = label[1:2].isupper()
    return label if is_short_form else label[:1].lower() + label[1:]


def as_subject(label: str) -> str:
    """A label at the head of a sentence; a question is quoted."""
    return f"“{label}”" if label.endswith("?") else label


# Widgets


class WithOptionHints(ChoiceWidget):
    """Radios and checkboxes may explain each choice: `hints` maps a value to a sentence."""

    def __init__(self, *args, hints: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(getattr(value, "value", value), "")
        return option


class Radios(WithOptionHints, forms.RadioSelect):
    pass


class Checkboxes(WithOptionHints, forms.CheckboxSelectMultiple):
    pass


def option(key, label, chosen: str) -> str:
    """One choice of many, its key and its label escaped. (Django's own `escape` takes three times
    as long, to be lazy: with 600 schools to choose from, a tenth of a page.)"""
    key = str(key)
    selected = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(str(label))}</option>'


class Select(forms.Select):
    """A list of choices written straight out: a template for each option costs more than a page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = SafeString("".join(option(key, label, chosen) for key, label in self.choices))
        named = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(named), options)


class DateBoxes(forms.MultiWidget):
    """Day, month and year, named name_0, name_1, name_2; shows again exactly what was typed."""

    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def value_from_datadict(self, data, files, name):
        """What is in the boxes; or one date, as a link to a filtered list has it (2018-03-31)."""
        whole = data.get(name, "")
        try:
            return self.decompress(date.fromisoformat(whole))
        except (TypeError, ValueError):
            boxes = super().value_from_datadict(data, files, name)
            return [str(whole), "", ""] if whole else boxes

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


# Fields


class LengthLimit(MaxLengthValidator):
    """Says how long the text may be and how long it was."""

    def __init__(self, limit_value, label):
        super().__init__(limit_value)
        self.label = label

    def __call__(self, value):
        if len(value) > self.limit_value:
            raise ValidationError(
                f"{as_subject(self.label)} must be {self.limit_value:,} characters or fewer; "
                f"you typed {len(value):,}",
                code="max_length",
            )


class LongTextField(forms.CharField):
    """Text of any length up to a limit, kept as typed, with a count of the characters left.

    Only the line endings change: browsers send them as two characters and count them as one, and
    Word copies its own as a control character. Other control characters show nothing, and go.
    """

    # Not NUL, which Django refuses by name.
    CONTROLS = {**dict.fromkeys((*range(1, 9), *range(14, 32), 127)), 0x0B: "\n", 0x0C: "\n"}

    def __init__(self, *, max_length=10_000, rows=6, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").translate(self.CONTROLS)
        return super().to_python(value)


class DateField(forms.Field):
    """A date in three boxes. `earliest` and `latest` are dates, or functions that give one."""

    widget = DateBoxes

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **kwargs):
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value):
        if isinstance(value, date) or value is None:
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        missing = [box for box, part in zip(BOXES, typed, strict=True) if not part]
        if missing:
            raise self.refusal(f"must include a {' and a '.join(missing)}", boxes=missing)
        return self.real_date(typed)

    def real_date(self, typed: Sequence[str]) -> date:
        day, month, year = whole(typed[0]), month_number(typed[1]), whole(typed[2])
        if year is not None and len(typed[2]) != 4:
            raise self.refusal("must have a year of 4 numbers, like 2026", boxes=["year"])
        try:
            return date(year or 0, month or 0, day or 0)
        except ValueError:
            raise self.refusal("must be a real date", boxes=wrong_boxes(day, month, year)) from None

    def validate(self, value):
        if value is None:
            super().validate(value)
            return
        earliest, latest = settled(self.earliest), settled(self.latest)
        if earliest and value < earliest:
            raise self.refusal(f"must be on or after {written(earliest, 'j F Y')}")
        if latest and value > latest:
            raise self.refusal(f"must be on or before {written(latest, 'j F Y')}")

    def refusal(self, words: str, *, boxes: Sequence[str] = BOXES) -> ValidationError:
        """The code names the boxes to mark, so that the summary's link lands on the first."""
        return ValidationError(
            f"{as_subject(str(self.label or 'The date'))} {words}", code=" ".join(boxes)
        )

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def settled(bound: Bound) -> date | None:
    return bound() if callable(bound) else bound


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def month_number(text: str) -> int | None:
    """3 for "3", "03", "Mar" and "march"."""
    plain = text.casefold().rstrip(".")
    if len(plain) >= 3:
        named = [at for at, name in enumerate(MONTHS, start=1) if name.startswith(plain)]
        if named or plain == "sept":
            return named[0] if named else 9
    return whole(text)


def wrong_boxes(day: int | None, month: int | None, year: int | None) -> Sequence[str]:
    """The one box that no date can have, or all three where only together they are wrong."""
    wrong = [
        box
        for box, value, most in (("day", day, 31), ("month", month, 12), ("year", year, 9999))
        if not value or value > most
    ]
    return wrong or BOXES


class LinksField(forms.Field):
    """Any number of web addresses, one on each line, as a list."""

    widget = forms.Textarea
    longest = 200

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**kwargs)

    def to_python(self, value):
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_FILES:
            raise ValidationError(
                f"Give {MOST_FILES} web addresses or fewer at a time; you gave {len(lines)}"
            )
        one = forms.URLField(assume_scheme="https", max_length=self.longest)
        return list(dict.fromkeys(self.checked(one, line) for line in lines))

    def checked(self, field: forms.URLField, line: str) -> str:
        try:
            return field.clean(line)
        except ValidationError as fault:
            raise ValidationError(
                f"“{line[:80]}” is not a web address of at most {self.longest} characters. "
                "Give each on a line of its own, beginning with https://"
            ) from fault


class FilesField(forms.FileField):
    """Any number of files, as a list. What a file may be is checked where it is stored."""

    widget = FilesInput
    default_error_messages = {
        "empty": "One of the files is empty. Choose a file that has something in it",
    }

    def clean(self, data, initial=None):
        files = [file for file in (data or []) if file]
        if not files:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > MOST_FILES:
            raise ValidationError(
                f"Choose {MOST_FILES} files or fewer at a time; you chose {len(files)}"
            )
        for file in files:
            super().clean(file, initial)
        return files

    def to_python(self, data):
        if data is not None and not data.size:
            raise ValidationError(
                f"“{data.name}” is empty. Choose a file that has something in it", code="empty"
            )
        return super().to_python(data)


# Forms


class FormKit(BaseForm):
    """Plain messages, "(optional)" on what may be left out, no browser bubbles."""

    use_required_attribute = False
    marks_optional = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            self.fields[name] = speak_plainly(in_boxes(field), name)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class Form(AsksAboutCaseData, FormKit, forms.Form):
    pass


class ModelForm(AsksAboutCaseData, FormKit, forms.ModelForm):
    pass


class FilterForm(Form):
    """The form of a FilterSet (Meta.form): everything may be left out, so nothing says so."""

    marks_optional = False
    asks_about_case_data = False


def in_boxes(field: forms.Field) -> forms.Field:
    """A model's plain date field, as three boxes; any other field as it is."""
    if type(field) is not forms.DateField:
        return field
    return DateField(
        required=field.required,
        label=field.label,
        help_text=field.help_text,
        initial=field.initial,
        validators=field.validators,
        disabled=field.disabled,
    )


def speak_plainly(field: forms.Field, name: str) -> forms.Field:
    """Give a field its label and the messages that name it; a number is typed, not spun."""
    field.label = pretty_name(name) if field.label is None else field.label
    label = str(field.label)
    for code, words in plain_messages(field, label).items():
        if field.error_messages.get(code) == stock_message(field, code):
            field.error_messages[code] = words
    field.validators = [
        LengthLimit(check.limit_value, label) if type(check) is MaxLengthValidator else check
        for check in field.validators
    ]
    if type(field.widget) is forms.Select:
        field.widget = Select(attrs=field.widget.attrs, choices=field.widget.choices)
    if type(field.widget) is forms.NumberInput:
        field.widget = typed_number(field)
    return field


def plain_messages(field: forms.Field, label: str) -> dict[str, str]:
    return {
        "required": required_message(field, label),
        "invalid_choice": f"{as_subject(label)}: choose one of the choices offered",
        "invalid_list": f"{as_subject(label)}: choose from the choices offered",
        "invalid_pk_value": f"{as_subject(label)}: choose from the choices offered",
        "null_characters_not_allowed": (
            f"{as_subject(label)} holds a character that cannot be kept; type it again"
        ),
        "min_value": f"{as_subject(label).replace('%', '%%')} must be %(limit_value)s or more",
        "max_value": f"{as_subject(label).replace('%', '%%')} must be %(limit_value)s or less",
        "invalid": {
            forms.IntegerField: f"{as_subject(label)} must be a whole number, like 12",
            forms.DecimalField: f"{as_subject(label)} must be a number, like 8.3",
            forms.EmailField: "Enter an e-mail address like name@example.org",
        }.get(type(field), str(field.error_messages.get("invalid", ""))),
    }


def required_message(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field, forms.FileField):
        return f"Choose a file for {in_sentence(label)}"
    verb = "Choose" if isinstance(field, forms.ChoiceField) or is_model_choice(field) else "Enter"
    return f"{verb} {in_sentence(label)}"


def is_model_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ModelChoiceField)


def stock_message(field: forms.Field, code: str):
    """Django's own message for this kind of field, which ours replaces; a form's own stays."""
    for kind in type(field).__mro__:
        messages = kind.__dict__.get("default_error_messages", {})
        if code in messages:
            return messages[code]
    return None


def typed_number(field: forms.Field) -> forms.TextInput:
    kind = "numeric" if type(field) is forms.IntegerField else "decimal"
    attrs = {k: v for k, v in field.widget.attrs.items() if k not in ("min", "max", "step")}
    width = {"class": "govuk-input--width-5"} if "class" not in attrs else {}
    return forms.TextInput(attrs={"inputmode": kind, **width, **attrs})
