"""The administrators' back office: Django's admin, in the board's words, behind our sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin


class BackOffice(admin.AdminSite):
    site_header = "Back office"
    site_title = "Back office"
    index_title = "Set up boards, agencies, people and lists"

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context=extra_context)
