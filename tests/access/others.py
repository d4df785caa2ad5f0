"""One rule for the routes of allauth, and one for those of Django's admin."""

from django.urls import get_resolver, reverse

from kscb.back_office import office
from tests.access import words
from tests.access.checks import is_of_admin, is_of_allauth, routes_of

# Where one signs in, asks for a new password, or is told what came of it.
OPEN_TO_ANYONE = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
KEYS = {
    "account_confirm_email": {"key": "never-sent"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "never-sent"},
}


def allauth_addresses(routes):
    return {
        route.name: reverse(route.name, kwargs=KEYS.get(route.name))
        for route in routes
        if is_of_allauth(route)
    }


def admin_addresses(routes) -> dict[str, str]:
    """One address for each route of the admin, of a row that it shows where it needs one."""
    found = {}
    for route in routes:
        if not is_of_admin(route):
            continue
        if route.name:
            found[route.name] = reverse(route.name, args=arguments_of(route))
        elif "<path:object_id>" in route.pattern:
            found[route.pattern] = "/" + route.pattern.replace("<path:object_id>", "1")
        else:
            found[route.pattern] = "/back-office/nothing/of/the/kind/"
    return found


def arguments_of(route):
    if route.name == "admin:app_list":
        return ["boards"]
    return [row_of(route.name).pk] if "<path:object_id>" in route.pattern else []


def row_of(name):
    """A row of the model that an admin route is about."""
    label = name.removeprefix("admin:").rpartition("_")[0]
    for model in office()._registry:
        if label == f"{model._meta.app_label}_{model._meta.model_name}":
            return office().shown(model._default_manager.all()).order_by("pk").first()
    raise LookupError(name)


# A second factor that a person has lost may be taken away; nothing else is ever deleted.
MAY_BE_DELETED = "admin:mfa_authenticator_delete"
# Which model may be added to, and that no receipt is shown, is tested with the back office itself.
OPENS = {
    "changelist": {words.OK},
    "history": {words.OK, words.REFUSED},
    "change": {words.OK, words.REFUSED},
    "add": {words.OK, words.REFUSED},
    "delete": {words.REFUSED},
    "list": {words.OK},
    "index": {words.OK},
    "login": {words.GOES},
    "logout": {words.GOES},
    "password_change": {words.GOES},
    "jsi18n": {words.OK},
    "autocomplete": {words.REFUSED},  # it needs a field to complete
}


def administrators_words(name) -> set[str]:
    """What an administrator gets when they open a route of the back office."""
    if name == MAY_BE_DELETED:
        return {words.OK}
    if not name.startswith("admin:"):
        return {words.GOES, words.HIDDEN}
    page = name.removeprefix("admin:")
    return OPENS[page if page in OPENS else page.rpartition("_")[2]]


def back_office_words(asker, person, methods=("GET", "POST")) -> dict[tuple[str, str], str]:
    """By route and method. Where it sends a person to its sign-in page, that page's word for them:
    the site's own sign-in for anonymous, refused for everyone else."""
    door = reverse("admin:login")
    at_the_door = asker.ask(person, "GET", door).word
    found = {}
    for name, url in admin_addresses(routes_of(get_resolver())).items():
        for method in methods:
            answer = asker.ask(person, method, url)
            sent_to_door = answer.status == 302 and answer.location.startswith(door)
            found[name, method] = at_the_door if sent_to_door else answer.word
    return found
