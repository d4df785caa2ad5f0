from typing import cast

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction

from boards.admin.ground import SetUp
from boards.models import Invitation, Membership, User
from boards.services import people
from boards.services.activity import record
from kscb.back_office import Inspected
from kscb.refusal import Refused


class PersonForm(forms.ModelForm):
    """`administrator` is whoever fills it in: no one locks themselves out."""

    administrator: User

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        super().clean()
        for name in ("is_active", "is_staff"):
            if self.instance == self.administrator and not self.cleaned_data.get(name):
                self.add_error(name, "Another administrator must take this from you.")


@admin.register(User)
class PersonAdmin(SetUp):
    """No administrator ever knows a password: people choose theirs from a link sent to them."""

    about = (
        "A person who signs in. Board people are invited; a person added here chooses a password "
        "at “Forgotten your password?”."
    )
    form = PersonForm
    fields = ("name", "email", "is_active", "is_staff")
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.administrator = request.user
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            transaction.on_commit(lambda: people.close_sessions(obj))


def agency_must_serve(form):
    """Ask the rule that the services ask; where it refuses, its reason stands on the agency."""
    chosen = {name: form.cleaned_data.get(name) for name in ("board", "role", "agency")}
    if not chosen["board"] or "agency" in form.errors:
        return
    try:
        people.refuse_wrong_agency(chosen.pop("board"), **chosen)
    except Refused as refusal:
        form.add_error("agency", str(refusal))


class MembershipForm(forms.ModelForm):
    """The person is named by e-mail address: exact, and quick however many people there are."""

    administrator: User

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        to_field_name="email",
        widget=forms.EmailInput(attrs={"class": "vTextField"}),
        label="Person’s e-mail address",
        error_messages={
            "invalid_choice": "No one who may sign in has this address. "
            "Send them an invitation instead."
        },
    )

    def __init__(self, data=None, *args, **kwargs):
        if data and "user" in data:
            data = {**data.dict(), "user": data["user"].strip().lower()}
        super().__init__(data, *args, **kwargs)
        if self.instance.pk:
            # Someone who may no longer sign in keeps the memberships they had.
            cast(forms.ModelChoiceField, self.fields["user"]).queryset = User.objects.all()
            self.initial["user"] = self.instance.user.email

    def clean_user(self):
        if self.cleaned_data["user"] == self.administrator and not self.instance.pk:
            raise ValidationError("Another administrator must give you a role.")
        return self.cleaned_data["user"]

    def clean(self):
        super().clean()
        if {"board", "role", "agency"} & set(self.changed_data):
            agency_must_serve(self)


@admin.register(Membership)
class MembershipAdmin(SetUp):
    form = MembershipForm
    fixed = ("user", "board")
    list_display = ("user", "board", "role", "agency", "from_on", "to_on", "is_held")
    list_filter = ("board", "role")
    list_select_related = ("user", "board", "agency")
    search_fields = ("user__name", "user__email", "agency__name")

    @admin.display(description="held today", boolean=True)
    def is_held(self, membership):
        return membership.is_current

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "board", "agency")

    def get_fields(self, request, obj=None):
        return ("user", "board", "role", "agency", "title", "from_on", "to_on")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.administrator = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """One that was ended at once stays as it was ended."""
        ended = obj is not None and obj.ended_at is not None
        return not ended and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_current:
            transaction.on_commit(lambda: people.close_sessions(obj.user))


class InvitationForm(forms.ModelForm):
    class Meta:
        fields = ("board", "email", "name", "role", "agency", "title")

    def clean(self):
        super().clean()
        agency_must_serve(self)


@admin.register(Invitation)
class InvitationAdmin(SetUp):
    """Sent from here by the same step as a board's staff use; then only looked at."""

    form = InvitationForm
    list_display = ("name", "email", "board", "role", "invited_at", "expires_at", "accepted_at")
    list_filter = ("board", "role")
    list_select_related = ("board",)
    search_fields = ("name", "email")

    def get_fields(self, request, obj=None):
        return super().get_fields(request, obj) if obj else InvitationForm.Meta.fields

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        sent = people.invite(by=request.user, **form.cleaned_data)
        obj.__dict__.update(sent.__dict__)

    def log_addition(self, request, obj, message):
        """`invite` has written the activity already."""
        return Inspected.log_addition(self, request, obj, message)


@admin.register(Authenticator)
class SecondFactorAdmin(Inspected):
    """Removed here for someone who has lost it: they sign in with their password, and set it up
    again. The secret itself is never shown."""

    about = "A person’s second step at sign-in. Remove it for someone who has lost their phone."
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def delete_model(self, request, obj):
        record(
            obj.user,
            "second factor removed in the back office",
            by=request.user,
            note=f"{obj.get_type_display()}.",
        )
        super().delete_model(request, obj)
