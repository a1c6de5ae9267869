"""Typed reading of environment variables and secret files; a wrong value stops start-up with a sentence."""

import os
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
MIN_SECRET_CHARS = 50
POSTGRESQL_FORM = "postgresql://user:password@host:5432/name"


class WrongSetting(SystemExit):
    """An environment variable that cannot be used. Its text is one sentence that names the variable."""


class Env:
    """One process's environment, read by type.

    Every method takes the variable's name and raises `WrongSetting` where its value is malformed.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        word = self.text(name, str(default)).lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise WrongSetting(f"{name} must be 1 or 0 (or true, false, yes, no, on, off), not “{word}”.")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        word = self.text(name, str(default))
        if not word.isascii() or not word.isdigit() or len(word) > 10 or not least <= int(word) <= most:
            raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not “{word}”.")
        return int(word)

    def choice(self, name: str, default: str, *, among: Collection[str]) -> str:
        """One of a few upper-case words, which may be written in any case."""
        word = self.text(name, default).upper()
        if word not in among:
            raise WrongSetting(f"{name} must be one of {', '.join(among)}, not “{word}”.")
        return word

    def words(self, name: str) -> list[str]:
        """A comma-separated list without its empty parts."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """A comma-separated list of IP addresses, or of networks as `10.0.0.0/8`."""
        try:
            return [ip_network(word) for word in self.words(name)]
        except ValueError:
            raise WrongSetting(
                f"{name} must be addresses like 10.0.0.1 or 10.0.0.0/8, with commas."
            ) from None

    def address(self, name: str, default: str) -> str:
        """An http or https origin without a path, as `https://wiki.example.org`."""
        word = self.text(name, default).rstrip("/")
        if not _is_origin(word):
            raise WrongSetting(f"{name} must be an address like https://wiki.example.org, not “{word}”.")
        return word

    def database(self, name: str, sqlite_file: Path) -> dict[str, Any]:
        """Django's settings of one database: PostgreSQL from a URL, else the SQLite file."""
        url = self.text(name)
        if not url:
            return sqlite(sqlite_file)
        if not url.startswith(("postgres://", "postgresql://")):
            raise WrongSetting(f"{name} must look like {POSTGRESQL_FORM}; leave it empty for SQLite.")
        try:
            database = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
        except (ValueError, dj_database_url.ParseError):
            # The error's own text holds the URL, and so the password.
            raise WrongSetting(f"{name} cannot be read; write it as {POSTGRESQL_FORM}.") from None
        if not database.get("NAME"):
            raise WrongSetting(f"{name} names no database; write it as {POSTGRESQL_FORM}.")
        return database

    def storage(self, name: str, default: Path) -> Path:
        """The folder of uploaded files: `default`, or that of a `file:///mnt/shared/media` which exists."""
        url = self.text(name)
        if not url:
            return default
        folder = Path(unquote(url.removeprefix("file://")))
        if not url.startswith("file:///") or not folder.is_dir():
            raise WrongSetting(f"{name} must name a folder that exists, as file:///mnt/media, not “{url}”.")
        return folder

    def mail(self, name: str) -> dict[str, Any]:
        """Django's EMAIL_* settings from `smtp+tls://user:password@host:port`; printed when it is empty."""
        url = self.text(name)
        if not url or url == "console://":
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in MAIL_PORTS or not parts.hostname:
            raise WrongSetting(f"{name} must look like smtp+tls://user:password@host:587; empty prints mail.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": port or MAIL_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 20,
        }

    def redis(self, name: str) -> str:
        url = self.text(name)
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise WrongSetting(f"{name} must look like redis://host:6379/0; empty does without Redis.")
        return url

    def secret(self, name: str, file: Path) -> str:
        """The variable's value, or that of `file`, made on first use and readable by its owner only."""
        value = self.text(name)
        if value:
            return value
        try:
            return _secret_from(file)
        except OSError as error:
            why = error.strerror
            raise WrongSetting(f"{name} is not set and {file} cannot be read or written ({why}).") from None

    def folder(self, name: str, default: Path) -> Path:
        """A folder that exists afterwards."""
        folder = Path(self.text(name, str(default))).expanduser().absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongSetting(f"{name} names {folder}, which cannot be made ({error.strerror}).") from None
        return folder


def sqlite(file: Path) -> dict[str, Any]:
    """Django's settings of a SQLite database that keeps every acknowledged write.

    IMMEDIATE takes the write lock at BEGIN, so that a transaction never fails half-way as a deferred one
    does (measured: 99.5 % of parallel saves failed); FULL makes each commit reach the disk in WAL mode.
    secure_delete overwrites what is deleted or changed: an erased person is in no forgotten corner of a page.
    """
    return {
        "ENGINE": "wikisite.sqlite",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _is_origin(word: str) -> bool:
    try:
        parts = urlsplit(word)
        _ = parts.port
    except ValueError:
        return False
    is_bare = f"{parts.scheme}://{parts.netloc}" == word and "@" not in parts.netloc and " " not in word
    return is_bare and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _secret_from(file: Path) -> str:
    if not file.exists():
        _make_secret(file)
    value = file.read_text().strip()
    if len(value) < MIN_SECRET_CHARS:
        raise WrongSetting(f"{file} must hold {MIN_SECRET_CHARS} characters or more; delete it to renew it.")
    return value


def _make_secret(file: Path) -> None:
    """Write the key elsewhere and link it in place: a process that starts meanwhile sees it whole."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64))
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
