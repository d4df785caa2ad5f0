"""Every setting, in one file. What differs by place comes from the environment (docs/operating.md).

The defaults are the embedded site: SQLite, loopback, e-mail to files. Production refuses to start
on any of them that would be unsafe there, and names it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EMBEDDED_SECRET_KEY = "embedded-and-public-never-for-production"  # noqa: S105


def names(variable: str) -> list[str]:
    """The comma-separated words of an environment variable."""
    return [word.strip() for word in os.environ.get(variable, "").split(",") if word.strip()]


def switched_on(variable: str, *, default: bool = False) -> bool:
    return os.environ.get(variable, str(int(default))).lower() in ("1", "true", "yes", "on")


# Where we are
ALLOWED_HOSTS = names("ALLOWED_HOSTS") or LOOPBACK
PRODUCTION = switched_on("PRODUCTION") or not set(ALLOWED_HOSTS) <= set(LOOPBACK)
DEBUG = switched_on("DEBUG") and not PRODUCTION
SECRET_KEY = os.environ.get("SECRET_KEY", EMBEDDED_SECRET_KEY)
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = os.environ.get("SITE_NAME", "Safeguarding children board")
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")
INTERNAL_IPS = LOOPBACK

INSTALLED_APPS = [
    "kscb.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # the templates of its widgets, which FORM_RENDERER looks up here
    "kscb.apps.KscbConfig",
    "boards",
    "reviews",
    "training",
    "performance",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "django_tables2",
    "rules",
    *(["django_linear_migrations"] if not PRODUCTION else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kscb.middleware.SafeHeaders",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "boards.middleware.ChosenBoard",
    "boards.middleware.KeptBeside",
    "boards.middleware.OncePerForm",
    "reviews.middleware.AskWhy",
]

ROOT_URLCONF = "kscb.urls"
WSGI_APPLICATION = "kscb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boards.context.chrome",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("kscb",)
CRISPY_TEMPLATE_PACK = "kscb"

# Data
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;"
)


def database() -> dict:
    """The one database: embedded SQLite unless DATABASE_URL names another."""
    settings: dict = dict(
        dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR}/kscb.sqlite3")
    )
    if settings["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: a transaction that will write takes the lock first (stack.md §6).
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        settings["CONN_MAX_AGE"] = None
    else:
        # PostgreSQL compiles a query that it thinks dear: 200 ms for one that then takes 6. What
        # DATABASE_URL says of options stays, and may say otherwise.
        asked = settings.get("OPTIONS", {})
        started = f"-c jit=off {asked.get('options', '')}".strip()
        settings["OPTIONS"] = {**asked, "options": started}
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VAR.mkdir(parents=True, exist_ok=True)

# Sign-in limits are counted in the cache: all web processes must share it in production.
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "kscb_cache",
        }
        if PRODUCTION
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Files: documents have no address of their own; only boards.services.documents opens them.
DOCUMENT_DIR = Path(os.environ.get("DOCUMENT_DIR", VAR / "documents"))


def document_store(chosen: Mapping[str, str]) -> dict:
    """A private bucket where one is named, otherwise a folder. boto3 reads the keys itself."""
    if not chosen.get("DOCUMENT_BUCKET"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": DOCUMENT_DIR, "file_permissions_mode": 0o600},
        }
    return {
        "BACKEND": "kscb.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": chosen["DOCUMENT_BUCKET"],
            "endpoint_url": chosen.get("S3_ENDPOINT") or None,
            "region_name": chosen.get("S3_REGION") or None,
            "addressing_style": "path" if chosen.get("S3_ENDPOINT") else "auto",
            "default_acl": None,
            "file_overwrite": False,
        },
    }


STORAGES = {
    "default": document_store(os.environ),
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_DIR", VAR / "static"))
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # or whitenoise warns that it is not there
MAX_DOCUMENT_BYTES = 25 * 1024 * 1024
# The virus scanner: the path of clamd's socket, or host:port. None: files are "not scanned".
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")
REQUIRE_SCAN = switched_on("REQUIRE_SCAN")  # a file that no scanner passed cannot be opened
# At upload less than a database waits for another writer; afterwards there is time.
SCAN_SECONDS_AT_UPLOAD = 8
SCAN_SECONDS = 120
SCAN_PAUSE_SECONDS = 30  # between two uploads that wait for a scanner which did not answer
DRAFT_SECONDS = 20  # between two savings of what is being typed
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o600

# E-mail: to files unless a server is named.
MAIL_DIR = Path(os.environ.get("MAIL_DIR", VAR / "mail"))
EMAIL_HOST_NAME = os.environ.get("EMAIL_HOST", "")
MAILERS = {
    "default": (
        {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": EMAIL_HOST_NAME,
                "port": int(os.environ.get("EMAIL_PORT", "587")),
                "username": os.environ.get("EMAIL_USER", ""),
                "password": os.environ.get("EMAIL_PASSWORD", ""),
                "use_tls": switched_on("EMAIL_TLS", default=True),
                "timeout": 10,
            },
        }
        if EMAIL_HOST_NAME
        else {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(MAIL_DIR)},
        }
    )
}
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "board@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# People and sign-in
AUTH_USER_MODEL = "boards.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "boards.accounts.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation, sent by e-mail, was the proof
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"update_link": "30/m/ip"}  # beside allauth's own (reviews/views/links.py)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
INVITATION_DAYS = 7

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# What browsers are told
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS and PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS and PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
if switched_on("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "kscb.pages.csrf_failure"

# Words and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "kscb.logs.WithoutSecrets"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}


def unsafe_in_production() -> list[str]:
    """The settings that are fine embedded and unsafe in production, each with what to do."""
    faults = []
    if SECRET_KEY == EMBEDDED_SECRET_KEY or len(SECRET_KEY) < 50:
        faults.append("SECRET_KEY: set it to at least 50 random characters")
    if not names("ALLOWED_HOSTS") or "*" in ALLOWED_HOSTS:
        faults.append("ALLOWED_HOSTS: name the hosts this site answers to")
    if not HTTPS:
        faults.append("SITE_URL: give the https:// address people use")
    for variable, why in (
        ("DATABASE_URL", "name the database"),
        ("DOCUMENT_DIR", "name the folder that holds the files, outside any web root"),
        ("EMAIL_HOST", "name the e-mail server"),
        ("FROM_EMAIL", "give the address that e-mail comes from"),
    ):
        in_bucket = variable == "DOCUMENT_DIR" and os.environ.get("DOCUMENT_BUCKET")
        if not os.environ.get(variable) and not in_bucket:
            faults.append(f"{variable}: {why}")
    if REQUIRE_SCAN and not CLAMD_SOCKET:
        faults.append("CLAMD_SOCKET: name a scanner, or with REQUIRE_SCAN no file can be opened")
    return faults


if PRODUCTION and (faults := unsafe_in_production()):
    raise ImproperlyConfigured("Not safe for production.\n- " + "\n- ".join(faults))
