"""The world every test lives in: its own data folder, six people, and a browser that may go nowhere else."""

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import hypothesis
import pytest
from django.conf import settings as site_settings
from django.test import Client

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL_HOSTS = {"localhost", "127.0.0.1", None}  # None: data:, blob: and about: addresses have no host
# What a developer's or an operator's shell may hold and no test may see. The two databases stay.
SETTINGS_OF_THE_SHELL = (
    "ALLOWED_HOSTS",
    "DEBUG",
    "EDGE_MEMORY_MB",
    "EDGE_VALIDATION",
    "EMAIL_FROM",
    "EMAIL_URL",
    "FACT_SCHEMA",
    "HOST",
    "KEEP_ADDRESSES_DAYS",
    "KEEP_MAIL_DAYS",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "METRICS_TOKEN",
    "OPEN_TO_STRANGERS",
    "PORT",
    "SECRET_KEY",
    "SENTRY_DSN",
    "SECRET_KEY_FALLBACKS",
    "SITE_NAME",
    "SITE_URL",
    "STORAGE_URL",
    "TRUSTED_PROXIES",
    "WEB_WORKERS",
)


def _choose_environment() -> None:
    """Runs when this file is imported: Django must find these before any test module imports a model."""
    for name in SETTINGS_OF_THE_SHELL:
        os.environ.pop(name, None)
    if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers share their parent's folder
        os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="wikisite-tests-")
        Path(os.environ["DATA_DIR"], "static").mkdir()  # whitenoise warns of a missing one
        atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "wikisite.settings"
    # Playwright's synchronous interface keeps an event loop in the thread of the test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    site_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Nothing is collected for tests: plain names, found by Django's live server in the sources.
    site_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    django.setup()
    # A busy machine is no failure: the suite measures time where it means to.
    hypothesis.settings.register_profile("wikisite", deadline=None)
    hypothesis.settings.load_profile("wikisite")


_choose_environment()


@pytest.fixture(autouse=True)
def _own_files_and_cache(settings: Any, tmp_path: Path) -> None:
    """A prefix of its own separates a test's cache from all others, on a shared Redis too."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {"default": {**site_settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what still holds the test database: PostgreSQL refuses to drop it under a server's last thread."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


# --- People


@pytest.fixture
def make_person(db: None) -> Callable[..., Any]:
    """Return `make_person(name, *groups, is_confirmed=True, **fields) -> User`, with password `name`."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group, User

    def make(name: str, *groups: str, is_confirmed: bool = True, **fields: Any) -> User:
        person = User.objects.create_user(name, f"{name}@people.example", name, **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=is_confirmed, primary=True)
        person.groups.set(Group.objects.filter(name__in=groups))
        assert person.groups.count() == len(groups), f"a group of {groups} does not exist"
        return person

    return make


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """Return `signed_in(person) -> Client`; the client's `person` is who sits at it."""

    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        client.person = person
        return client

    return sign_in


@pytest.fixture
def stranger(db: None) -> Client:
    from django.contrib.auth.models import AnonymousUser

    client = Client()
    client.person = AnonymousUser()
    return client


@pytest.fixture
def reader(make_person: Any, signed_in: Any) -> Client:
    return signed_in(make_person("reader", is_confirmed=False))


@pytest.fixture
def contributor(make_person: Any, signed_in: Any) -> Client:
    return signed_in(make_person("contributor", "Contributors"))


@pytest.fixture
def moderator(make_person: Any, signed_in: Any) -> Client:
    return signed_in(make_person("moderator", "Contributors", "Moderators", is_staff=True))


@pytest.fixture
def administrator(make_person: Any, signed_in: Any) -> Client:
    return signed_in(make_person("administrator", is_staff=True, is_superuser=True))


@pytest.fixture
def banned(make_person: Any, signed_in: Any) -> Client:
    return signed_in(make_person("banned", "Contributors", "Banned"))


# --- The browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, with every name but the live server's left unresolved."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    chosen = {"executable_path": found} if found else {}
    switches = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    return {**browser_type_launch_args, **chosen, "args": switches}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Let `page.goto("/wiki/flask/")` mean the live server."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def browser_faults() -> list[str]:
    """What went wrong in the browser; a test that provokes faults looks at the list and clears it."""
    return []


@pytest.fixture
def new_context(new_context: Callable[..., Any], browser_faults: list[str]) -> Iterator[Callable[..., Any]]:
    """Fail a test whose pages write errors to the console, throw, or ask another host for anything."""

    def watched(**options: Any) -> Any:
        context = new_context(**options)
        context.on("console", lambda line: line.type == "error" and browser_faults.append(line.text))
        context.on("weberror", lambda fault: browser_faults.append(str(fault.error)))
        context.on("request", lambda request: _watch_host(request.url, browser_faults))
        return context

    yield watched
    assert not browser_faults


def _watch_host(url: str, faults: list[str]) -> None:
    if urlsplit(url).hostname not in LOCAL_HOSTS:
        faults.append(f"request to another host: {url}")
