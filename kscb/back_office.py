"""The administrators' back office: Django's admin, in the board's words, behind our sign-in.

An administrator is a person ticked as one (`is_staff`); nothing more is asked, and being a
superuser adds nothing. Lists are to look at, unless boards.admin.ground lets them be changed.
"""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.generic import RedirectView

from kscb.text import fold

# The apps in the order of the chain; whatever else is registered follows.
CHAIN = ("boards", "reviews", "training", "performance")
# Columns made from others, or that only the machine reads.
NEVER_SHOWN = ("id", "folded", "in_order", "version", "stored_as")
OWN_PAGES = {"password_change": "account_change_password", "logout": "account_logout"}


class Inspected(admin.ModelAdmin):
    """Records to look at: found, filtered, opened; never added, changed or deleted here."""

    admin_site: "BackOffice"
    about = ""
    unseen: tuple[str, ...] = ()
    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return self.admin_site.shown(super().get_queryset(request))

    def get_fields(self, request, obj=None):
        hidden = {*NEVER_SHOWN, *self.unseen}
        columns = [*self.opts.fields, *self.opts.many_to_many]
        return self.fields or [field.name for field in columns if field.name not in hidden]

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term) if self.search_fields == ("folded",) else search_term
        return super().get_search_results(request, queryset, words)

    def changelist_view(self, request, extra_context=None):
        heading = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        return super().changelist_view(request, heading)

    def lookup_allowed(self, lookup, value, request):
        """Only what the page offers as a filter: an address such as `?findings=5` would otherwise
        tell what hangs from a record, restricted or not."""
        offered = [name[0] if isinstance(name, tuple) else name for name in self.list_filter]
        named = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return named and super().lookup_allowed(lookup, value, request)

    @property
    def description(self) -> str:
        """What a row of this list is: the first sentence that the model says of itself."""
        return self.about or " ".join((self.model.__doc__ or "").split("\n\n")[0].split())


class BackOffice(admin.AdminSite):
    site_header = "Back office"
    site_title = "Back office"
    index_title = "Set up boards, agencies, people and lists"
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.kept_out: dict[type[Model], Callable[[QuerySet], QuerySet]] = {}

    def keep_out(self, model: type[Model], narrow: Callable[[QuerySet], QuerySet]) -> None:
        """Show only the rows of `model` that `narrow` leaves: an app above says what is hidden."""
        self.kept_out[model] = narrow

    def shown(self, rows: QuerySet) -> QuerySet:
        narrow = self.kept_out.get(rows.model)
        return narrow(rows) if narrow else rows

    def register(self, model_or_iterable, admin_class=None, **options):
        """Takes only lists made for this back office; those of Django and allauth stay out."""
        if admin_class and issubclass(admin_class, Inspected):
            super().register(model_or_iterable, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def get_urls(self):
        """Without Django's page that sends anyone to any record; its own pages for passwords and
        signing out lead to ours."""
        left_out = {"view_on_site", "password_change_done", *OWN_PAGES}
        kept = [url for url in super().get_urls() if getattr(url, "name", "") not in left_out]
        ours = [
            path(f"{name}/", RedirectView.as_view(pattern_name=page), name=name)
            for name, page in OWN_PAGES.items()
        ]
        return ours + kept

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for model in (model for app in apps for model in app["models"]):
            inspected = cast(Inspected, self._registry[model["model"]])
            model["about"] = inspected.description
        place = {label: position for position, label in enumerate(CHAIN)}
        return sorted(apps, key=lambda app: place.get(app["app_label"], len(CHAIN)))

    def get_log_entries(self, request):
        """Recent steps; none about a kind of record that may be restricted."""
        kinds = ContentType.objects.get_for_models(*self.kept_out).values()
        return super().get_log_entries(request).exclude(content_type__in=kinds)


def office() -> BackOffice:
    """The one back office, as Django keeps it."""
    return cast(BackOffice, admin.site)
