"""Brings the database and the static files up to the code before the site is served."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from pages.models import Page
from wikisite.checks import durability_errors
from wikisite.edge import raising
from wikisite.health import is_behind

# Static files of libraries whose pages are not served here; compressing them took most of the time.
UNUSED_STATIC = ("rest_framework*", "django_comments_xtd*")


def prepare() -> None:
    """Migrate, load the guide into an empty wiki and collect static files."""
    if is_behind() or not raising.is_installed(connection.alias):
        call_command("migrate", interactive=False, verbosity=0)
    if not Page.objects.exists():
        call_command("load_guide", verbosity=0)
    collect_static()


def reach_database() -> None:
    """Raise `CommandError` with one sentence unless the database answers and keeps what it acknowledges."""
    try:
        connection.ensure_connection()
        errors = durability_errors(connection.alias)
    except ImproperlyConfigured:
        raise CommandError(
            "DATABASE_URL needs the driver of PostgreSQL: pip install -r requirements-extra.txt."
        ) from None
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used ({_first_line(error)}). {_whence()}") from None
    if errors:
        raise CommandError(errors[0].msg)


def collect_static() -> None:
    """Collect into STATIC_ROOT when a source changed. Old copies stay: open pages still ask for them."""
    stamp = settings.DATA_DIR / "static-stamp"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(UNUSED_STATIC))
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(list(UNUSED_STATIC)):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def _whence() -> str:
    if settings.IS_SQLITE:
        return f"Its file is {settings.DATABASES['default']['NAME']}."
    return "Check DATABASE_URL, and that PostgreSQL runs there."
