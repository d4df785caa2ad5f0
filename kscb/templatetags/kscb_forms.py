"""How templates/kscb/ draws a field: its kind, its control, what describes it, where links land."""

from django import forms, template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms.formsets import BaseFormSet

from kscb.forms import BOXES, DateBoxes, FormKit, in_sentence

register = template.Library()

KINDS = (
    (DateBoxes, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "input": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
}
WITHOUT_INVALID = ("file", "checkbox")


@register.filter
def kind_template(field) -> str:
    """The template of the pack that draws this kind of field."""
    return f"kscb/fields/{kind(field)}.html"


def kind(field) -> str:
    widget = field.field.widget
    return next((name for type_, name in KINDS if isinstance(widget, type_)), "input")


@register.filter
def label_text(field) -> str:
    """Our labels as written; other people's Title Case as a sentence."""
    label = str(field.label)
    if isinstance(field.form, FormKit):
        return label
    return "E-mail address" if label == "Email" else label.capitalize()


@register.filter
def error_words(field) -> list[str]:
    """What is wrong with a field; where the form is not ours, at least by the field's name."""
    if isinstance(field.form, FormKit):
        return list(field.errors)
    empty = f"Enter {in_sentence(label_text(field))}"
    wrong = field.errors.as_data() if field.errors else []
    return [
        empty if error.code == "required" else words
        for error, words in zip(wrong, field.errors, strict=True)
    ]


@register.filter
def is_optional(field) -> bool:
    says_so = getattr(field.form, "marks_optional", False)
    return says_so and not field.field.required and kind(field) != "checkbox"


@register.filter
def counted_length(field) -> int | None:
    """The limit that a text area counts down to."""
    return getattr(field.field, "max_length", None)


@register.filter
def described_by(field) -> str:
    """The ids of what explains this field: its hint, its error, its character count."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if kind(field) == "textarea" and counted_length(field):
        ids.append(f"{field.auto_id}-info")
    return " ".join(ids)


@register.simple_tag
def control(field):
    """The field's own widget with the classes and the descriptions of the look.

    No maxlength: a browser would cut a pasted text short without a word. No placeholder: it
    vanishes when it is needed.
    """
    what = kind(field)
    error = {"input": "govuk-input--error", "password": "govuk-input--error"}.get(
        what, f"{CLASSES[what]}--error"
    )
    classes = [CLASSES[what], field.field.widget.attrs.get("class", "")]
    classes += [error] if field.errors else []
    if what == "textarea" and counted_length(field):
        classes.append("govuk-js-character-count")
    attrs = {
        "class": " ".join(c for c in classes if c),
        "aria-describedby": described_by(field) or False,
        "maxlength": False,
        "placeholder": False,
    }
    html_field = field.as_widget(attrs=attrs)
    if what in WITHOUT_INVALID:
        return type(html_field)(html_field.replace(' aria-invalid="true"', ""))
    return html_field


@register.filter
def options(field) -> list:
    """The choices of radios or checkboxes, each with its input, label and hint."""
    what = kind(field)
    drawn = []
    for option in field.subwidgets:
        attrs = option.data["attrs"]
        attrs.pop("aria-invalid", None)
        attrs.pop("required", None)
        hint = option.data.get("hint", "")
        hint_id = f"{attrs['id']}_hint"
        attrs["class"] = f"govuk-{what}__input"
        attrs["aria-describedby"] = hint_id if hint else False
        drawn.append({"option": option, "hint": hint, "hint_id": hint_id})
    return drawn


@register.filter
def date_boxes(field) -> list[dict]:
    """The three boxes, holding what was typed; those that are wrong are marked."""
    value = field.value()
    widget = field.field.widget
    typed = value if isinstance(value, list) else widget.decompress(value)
    wrong = wrong_boxes(field)
    return [
        {
            "id": f"{field.auto_id}_{at}",
            "name": f"{field.html_name}_{at}",
            "label": box.capitalize(),
            "value": "" if typed[at] is None else str(typed[at]),
            "is_wrong": box in wrong,
            "width": 4 if box == "year" else 2,
        }
        for at, box in enumerate(BOXES)
    ]


def wrong_boxes(field) -> list[str]:
    if not field.errors:
        return []
    codes = " ".join(str(error.code or "") for error in field.errors.as_data()).split()
    return [box for box in BOXES if box in codes] or list(BOXES)


@register.filter
def first_id(field) -> str:
    """The id of the first input of a field, on which a link of the error summary lands."""
    what = kind(field)
    if what == "date":
        wrong = wrong_boxes(field)
        return f"{field.auto_id}_{BOXES.index(wrong[0]) if wrong else 0}"
    if what in ("radios", "checkboxes"):
        choices = field.subwidgets
        return choices[0].id_for_label if choices else f"{field.auto_id}_group"
    return field.id_for_label or field.auto_id


@register.filter
def lost_files(form) -> bool:
    """Whether files were chosen and must be chosen again, because browsers do not keep them."""
    return bool(form.is_bound and form.files and form.errors)


@register.simple_tag
def error_links(form=None, forms=None) -> list[dict]:
    """Every error of a form, or of several forms and formsets, with the place to put it right."""
    links: list[dict] = []
    for each in [form, *(forms or [])]:
        links += links_of(each) if each is not None else []
    return links


def links_of(form) -> list[dict]:
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return []
        own = [{"href": first_place(form.forms), "words": e} for e in form.non_form_errors()]
        return own + [link for each in form.forms for link in links_of(each)]
    if not getattr(form, "errors", None):
        return []
    links = [{"href": first_place([form]), "words": e} for e in form.non_field_errors()]
    for field in form:
        href = first_place([form]) if field.is_hidden else f"#{first_id(field)}"
        links += [{"href": href, "words": words} for words in error_words(field)]
    return links


def first_place(forms_) -> str:
    """Where to go for an error of the whole form: its first visible field."""
    for form in forms_:
        for field in form.visible_fields():
            return f"#{first_id(field)}"
    return ""


@register.filter
def counted(number: int, noun: str) -> str:
    """ "1 action", "1,204 actions": the noun is given as a plural."""
    return f"{intcomma(number)} {one_of(noun) if number == 1 else noun}"


def one_of(noun: str) -> str:
    if noun == "people":
        return "person"
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun.removesuffix("s")
