"""Records that administrators set up: changed here, and every change written to the activity."""

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst, get_text_list

from boards.services.activity import record
from kscb.back_office import Inspected
from kscb.text import fold


class SetUp(Inspected):
    """Records that may be added and changed, never deleted.

    `fixed` fields are chosen once: moving a record to another board would join two boards' rows.
    `folded_from` names the fields that are searched and sorted by.
    """

    fixed: tuple[str, ...] = ()
    folded_from: tuple[str, ...] = ()

    def has_add_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def get_fields(self, request, obj=None):
        return self.fields or [
            name for name in super().get_fields(request, obj) if self.opts.get_field(name).editable
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name in self.fixed if obj else ():
            # A copy: a field that the form declares is one object, shared by every later form.
            form.base_fields[name] = deepcopy(form.base_fields[name])
            form.base_fields[name].disabled = True
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Plain lists and dates, which work without a script and open no pop-ups."""
        if db_field.many_to_many:
            return db_field.formfield(widget=forms.CheckboxSelectMultiple, help_text="")
        if isinstance(db_field, models.DateField):
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return db_field.formfield(widget=day)
        if db_field.many_to_one:
            return db_field.formfield()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if self.folded_from:
            most = obj._meta.get_field("folded").max_length
            obj.folded = fold(*(getattr(obj, name) for name in self.folded_from))[:most]
        super().save_model(request, obj, form, change)

    def construct_change_message(self, request, form, formsets, add=False):
        form.instance.what_changed = sentences(form, formsets or [])
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        record(obj, "added in the back office", by=request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if obj.what_changed:
            note = " ".join(obj.what_changed)
            record(obj, "changed in the back office", by=request.user, note=note)
        return super().log_change(request, obj, message)


class Rows(admin.StackedInline):
    """The rows of a record, on its own page: added and changed with it, never deleted."""

    extra = 1  # one empty row, for those without a script
    can_delete = False
    view_on_site = False

    def has_add_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_view_permission = has_change_permission = has_add_permission

    def has_delete_permission(self, request, obj=None):
        return False


class OfOneBoard(forms.ModelForm):
    """A record with themes: they are those of its own board."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        themes: Any = self.fields.get("themes")
        if themes is None:
            return
        themes.queryset = themes.queryset.select_related("board")
        if self.instance.pk:
            themes.queryset = themes.queryset.filter(board=self.instance.board_id)
        themes.label_from_instance = lambda theme: f"{theme.name} ({theme.board.short_name})"

    def clean_themes(self):
        board, themes = self.cleaned_data.get("board"), self.cleaned_data["themes"]
        strangers = [theme.name for theme in themes if board and theme.board_id != board.pk]
        if strangers:
            raise ValidationError(
                f"{get_text_list(strangers, 'and')}: not a theme of this board. Choose its own."
            )
        return themes


def sentences(form, formsets) -> list[str]:
    """What was changed on a page and its rows, from what to what."""
    told = [f"{change}." for change in _changes(form)]
    for formset in formsets:
        for row in formset.forms:
            if row.has_changed():
                told.append(f"{capfirst(row.instance)}: {'; '.join(_changes(row))}.")
    return told


def _changes(form) -> list[str]:
    return [
        f"{capfirst(form.fields[name].label or name)}: "
        f"“{_words(form.fields[name], form.get_initial_for_field(form.fields[name], name))}” "
        f"became “{_words(form.fields[name], form.cleaned_data.get(name))}”"
        for name in form.changed_data
        if name in form.fields
    ]


def _words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, (list, models.QuerySet)):
        return ", ".join(sorted(str(one) for one in value))
    if hasattr(field, "queryset"):
        return str(value if hasattr(value, "pk") else field.queryset.filter(pk=value).first() or "")
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    return str(value)
