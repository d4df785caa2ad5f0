from django.apps import AppConfig
from django.contrib.admin import apps as admin


class KscbConfig(AppConfig):
    name = "kscb"


class BackOfficeConfig(admin.AdminConfig):
    """The back office, behind the same sign-in as every other page."""

    default = False
    default_site = "kscb.back_office.BackOffice"
