"""The environment is read by type, and a wrong value is one sentence that names the variable."""

import stat
from pathlib import Path
from typing import Any

import pytest

from wikisite.env import Env, WrongSetting


@pytest.mark.parametrize(("word", "expected"), [("1", True), ("yes", True), ("OFF", False), ("", True)])
def test_flag_reads_words_and_an_empty_one_is_the_default(word: str, expected: bool) -> None:
    assert Env({"DEBUG": word}).flag("DEBUG", default=True) is expected


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("flag", "maybe"),
        ("words_of_choice", "LOUD"),
        ("number", "80x0"),
        ("number", "٣"),
        ("number", "-1"),
        ("number", "9" * 5000),
        ("address", "wiki.example.org"),
        ("address", "https://wiki.example.org/path"),
        ("address", "https://wiki.example.org:port"),
        ("address", "https://wiki.example.org?a=b"),
        ("address", "https://anna@wiki.example.org"),
        ("address", "https://[::1"),
        ("database", "mysql://localhost/wiki"),
        ("database", "postgresql://anna:secret-word@localhost:port/wiki"),
        ("database", "postgresql://localhost"),
        ("mail", "mail.example.org"),
        ("mail", "smtp://:25"),
        ("mail", "smtp://[::1"),
        ("redis", "localhost:6379"),
        ("networks", "10.0.0.1, proxy.example.org"),
        ("networks", "10.0.0.1/8"),
    ],
)
def test_wrong_value_is_refused_with_one_sentence(method: str, value: str, tmp_path: Path) -> None:
    env = Env({"IT": value})
    read: dict[str, Any] = {
        "flag": lambda: env.flag("IT"),
        "words_of_choice": lambda: env.choice("IT", "INFO", among=("INFO", "ERROR")),
        "number": lambda: env.number("IT", 1),
        "address": lambda: env.address("IT", ""),
        "database": lambda: env.database("IT", tmp_path / "wiki.sqlite3"),
        "mail": lambda: env.mail("IT"),
        "redis": lambda: env.redis("IT"),
        "networks": lambda: env.networks("IT"),
    }
    with pytest.raises(WrongSetting) as refusal:
        read[method]()
    sentence = str(refusal.value)
    assert sentence.startswith("IT ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "secret-word" not in sentence


def test_address_loses_its_last_slash() -> None:
    env = Env({"SITE_URL": "https://wiki.example.org/"})
    assert env.address("SITE_URL", "") == "https://wiki.example.org"


def test_database_is_sqlite_that_waits_and_reaches_the_disk_unless_a_url_is_given(tmp_path: Path) -> None:
    chosen = Env({}).database("DATABASE_URL", tmp_path / "wiki.sqlite3")
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in chosen["OPTIONS"]["init_command"]
    other = Env({"DATABASE_URL": "postgres://a:b%40c@host/wiki"}).database("DATABASE_URL", tmp_path)
    assert (other["ENGINE"], other["PASSWORD"]) == ("django.db.backends.postgresql", "b@c")


def test_mail_is_printed_until_a_url_is_given() -> None:
    assert Env({}).mail("EMAIL_URL")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    chosen = Env({"EMAIL_URL": "smtp+tls://wiki:p%3Aw@mail.example.org"}).mail("EMAIL_URL")
    assert chosen["EMAIL_HOST_PASSWORD"] == "p:w"
    assert (chosen["EMAIL_PORT"], chosen["EMAIL_USE_TLS"], chosen["EMAIL_USE_SSL"]) == (587, True, False)


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    made = Env({}).secret("SECRET_KEY", file)
    assert Env({}).secret("SECRET_KEY", file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret-key"]
    assert Env({"SECRET_KEY": "mine"}).secret("SECRET_KEY", file) == "mine"


def test_emptied_secret_file_is_refused_and_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    file.write_text("short")
    with pytest.raises(WrongSetting, match="secret-key must hold"):
        Env({}).secret("SECRET_KEY", file)
    assert file.read_text() == "short"


def test_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match=r"DATA_DIR names .* cannot be made"):
        Env({"DATA_DIR": str(tmp_path / "file" / "data")}).folder("DATA_DIR", tmp_path)


def test_files_are_stored_in_the_shared_folder_that_is_named(tmp_path: Path) -> None:
    shared = tmp_path / "shared media"
    url = f"file://{tmp_path}/shared%20media"
    with pytest.raises(WrongSetting, match="STORAGE_URL must name a folder that exists"):
        Env({"STORAGE_URL": url}).storage("STORAGE_URL", tmp_path)
    shared.mkdir()
    assert Env({"STORAGE_URL": url}).storage("STORAGE_URL", tmp_path) == shared
    assert Env({}).storage("STORAGE_URL", tmp_path) == tmp_path
    for wrong in ("s3://bucket", "file:media", "/mnt", "file://mnt"):
        with pytest.raises(WrongSetting, match="STORAGE_URL must name a folder"):
            Env({"STORAGE_URL": wrong}).storage("STORAGE_URL", tmp_path)
