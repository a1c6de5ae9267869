"""All settings in one file: SQLite and local memory unless DATABASE_URL and REDIS_URL say otherwise."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from wikisite.env import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env(os.environ)

# --- What the operator chooses: documented in README.md and docs/reference/settings.md
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")
DEBUG = env.flag("DEBUG")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
WEB_WORKERS = env.number("WEB_WORKERS", os.cpu_count() or 1, least=1, most=256)
SITE_URL = env.address("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_NAME = env.text("SITE_NAME", "Flask Guide")
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", among=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOG_FORMAT = env.choice("LOG_FORMAT", "LINE", among=("LINE", "JSON"))
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
METRICS_TOKEN = env.text("METRICS_TOKEN")
SENTRY_DSN = env.text("SENTRY_DSN")
OPEN_TO_STRANGERS = env.flag("OPEN_TO_STRANGERS")
KEEP_ADDRESSES_DAYS = env.number("KEEP_ADDRESSES_DAYS", 90, least=1, most=3650)
KEEP_MAIL_DAYS = env.number("KEEP_MAIL_DAYS", 30, least=1, most=3650)

IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), SITE_HOST, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- What runs
INSTALLED_APPS = [
    "wikisite",
    "comments",
    "pages",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # FORM_RENDERER reads its templates beside ours
    "django_comments_xtd",
    "django_comments",
    "rest_framework",  # comments-xtd's template tags import it; none of its addresses is mounted
    "markdownx",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "csp",
]
MIDDLEWARE = [
    "wikisite.proxies.believe_trusted_proxies",
    "wikisite.request_ids.name_requests",
    "wikisite.caching.say_who_may_keep",
    # The three that only add headers come before all that answer: refusals, static files, errors have them.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "wikisite.middleware.refuse_unreadable_requests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wikisite.unchanged.answer_unchanged",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wikisite.middleware.CsrfByOrigin",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wikisite.middleware.tell_where_strangers_sit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wikisite.outages.pause_writing",
    "wikisite.outages.RetryLostRaces",  # the last one is the first to hear of a view's exception
]
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "wikisite.metrics.count_requests")
    # Where the server's processes add up; the library reads the name when it is imported.
    (DATA_DIR / "metrics").mkdir(exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(DATA_DIR / "metrics")
ROOT_URLCONF = "wikisite.urls"
WSGI_APPLICATION = "wikisite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wikisite.context.site",
            ],
            "builtins": ["pages.templatetags.wiki"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Where things are kept
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "wiki.sqlite3")}
IS_SQLITE = DATABASES["default"]["ENGINE"] == "wikisite.sqlite"
if IS_SQLITE:
    # A file for the tests too: the in-memory database knows neither WAL nor the busy timeout.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    # Limits must hold across the server's processes: without Redis they are rows of the database.
    "default": {
        "BACKEND": f"django.core.cache.backends.{'redis.RedisCache' if REDIS_URL else 'db.DatabaseCache'}",
        "LOCATION": REDIS_URL or "wikisite_cache",
        "KEY_PREFIX": "wikisite",
        "OPTIONS": {} if REDIS_URL else {"MAX_ENTRIES": 100_000},  # culled at 300, limits would be forgotten
    }
}
# How an answer that is kept for strangers is known to be current (docs/decisions/0039).
EDGE_WAYS = ("STAMP", "SELECT", "OFF") if IS_SQLITE else ("SELECT", "OFF")
EDGE_VALIDATION = env.choice("EDGE_VALIDATION", "OFF" if DEBUG else EDGE_WAYS[0], among=EDGE_WAYS)
EDGE_MEMORY_MB = env.number("EDGE_MEMORY_MB", 64, least=1, most=65_536)
MEDIA_ROOT = env.storage("STORAGE_URL", DATA_DIR / "media")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wikisite.storage.HashedStaticFiles"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Languages and time
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"

# --- People
AUTHENTICATION_BACKENDS = ["wikisite.accounts.WikiBackend"]
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
ACCOUNT_ADAPTER = "wikisite.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"  # reading and commenting do not wait for it; editing does
# "strict": a sign-up with somebody's address goes through like any other and can never confirm it.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_USERNAME_BLACKLIST = ["admin", "administrator", "root", "moderator", "wikisite", "anonymous"]
SITE_ID = 1

# --- Mail
globals().update(env.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"{SITE_NAME} <wiki@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Comments: what we keep of django-comments-xtd, docs/decisions tells why
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "comments.models.PageComment"
COMMENTS_XTD_FORM_CLASS = "comments.forms.PageCommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 0  # its tree is not used: ours is PageComment.path
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_API_USER_REPR = lambda user: user.get_username()  # noqa: E731 - the library wants a callable
COMMENTS_TIMEOUT = 2 * 60 * 60

# --- What comments supplies to pages
PAGES_EDIT_CHECKS = ["comments.edit_checks.score_edit"]
RECENT_COMMENTS = "comments.recent.recent_comments"
SEARCH_SOURCES = ["comments.search"]

# --- Facts: what their keys mean, in a file that a site about something else replaces
FACT_SCHEMA = env.text("FACT_SCHEMA", str(BASE_DIR / "pages" / "text" / "fact_schema.yaml"))

# --- The editor
MARKDOWNX_MARKDOWNIFY_FUNCTION = "pages.rendering.preview_html"

# --- Sizes: larger requests are answered 413 before they are read
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
UPLOAD_MAX_FILE_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_IMAGE_PIXELS = 40_000_000
UPLOAD_MAX_BYTES_A_PERSON = 200 * 1024 * 1024
UPLOAD_MAX_FILES_A_PAGE = 50
UPLOAD_ADDRESSES = r"^/wiki/[^/]+/files/"  # the only ones whose forms may be as large as a file

# --- Safety in the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wikisite.middleware.refuse_foreign_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc  # never the Host header's word
SECURE_REDIRECT_EXEMPT = ["^health/"]  # a probe asks on this machine, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SILENCED_SYSTEM_CHECKS = ["security.W003"]  # it looks for Django's own CSRF class by name; ours extends it

# --- Logs: one line an event; values that people send are escaped by the formatter
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "wikisite.logs.OneLineFormatter",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "wikisite.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT.lower()}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
