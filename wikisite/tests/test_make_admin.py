"""`make admin` asks for everything, invents nothing, and its administrator need not confirm an address."""

import os
import pty
import select
import subprocess
import sys
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from wikisite.tests.conftest import PROJECT

PASSWORD = "four words of hers"


@pytest.mark.django_db
def test_administrator_counts_as_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("make_admin", interactive=False, username="anna", email="anna@people.example", verbosity=0)
    anna = User.objects.get(is_superuser=True)
    assert anna.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=anna).verified


@pytest.mark.django_db
def test_administrator_without_a_name_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("make_admin", interactive=False, verbosity=0)
    assert not User.objects.exists()


def test_empty_database_is_prepared_and_an_empty_address_asked_for_again(
    site_environment: dict[str, str],
) -> None:
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "manage.py"), "make_admin"],
        env=site_environment,
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
    )
    os.close(end)
    screen = answer_prompts(terminal, "anna", "", "anna@people.example", PASSWORD, PASSWORD)
    assert process.wait(60) == 0, screen
    assert "needs an e-mail address" in screen
    assert "Superuser created successfully." in screen
    assert PASSWORD not in screen


def answer_prompts(terminal: int, *answers: str) -> str:
    """Type each answer once its prompt waits (getpass drops what came before); return the screen."""
    screen, left = b"", list(answers)
    until = time.monotonic() + 60
    while time.monotonic() < until and select.select([terminal], [], [], 10)[0]:
        try:
            screen += os.read(terminal, 4096)
        except OSError:  # Linux ends a terminal that nobody holds any more with EIO
            break
        if left and screen.endswith(b": "):
            time.sleep(0.1)
            os.write(terminal, left.pop(0).encode() + b"\n")
            screen += b"\n"
    return screen.decode()


@pytest.mark.parametrize("command", ["serve", "make_admin"])
def test_commands_explain_themselves(run_manage: Any, command: str) -> None:
    assert command in run_manage(command, "--help").stdout
