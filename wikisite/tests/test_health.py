"""The health addresses tell the truth and cost little."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from pages.notify import send_waiting
from wikisite import health


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    health._prove_migrations.cache_clear()


def test_live_answers_without_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_ready_names_every_part(client: Client, db: None) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "cache": "ok",
        "migrations": "ok",
        "disk": "ok",
        "storage": "ok",
        "tasks": "ok",
    }


def test_tasks_that_wait_are_told_and_do_not_end_the_serving(client: Client, db: None) -> None:
    with time_machine.travel("2026-01-01T12:00Z", tick=False):
        send_waiting.enqueue()
    with time_machine.travel("2026-01-01T12:09Z", tick=False):
        assert client.get("/health/ready").json()["status"] == "ok"
    with time_machine.travel("2026-01-01T12:11Z", tick=False):
        response = client.get("/health/ready")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["tasks"]) == ("degraded", "failed")


def test_ready_is_503_when_the_disk_is_nearly_full(client: Client, db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**60)  # more than any disk has
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["disk"]) == (503, "failed")


def test_ready_costs_three_queries_once_the_migrations_are_known(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    client.get("/health/ready")
    with django_assert_max_num_queries(3):
        client.get("/health/ready")


def test_ready_is_503_while_a_migration_is_missing(client: Client, db: None) -> None:
    newest = MigrationRecorder(connection).migration_qs.filter(app="auth").latest("pk")
    newest.delete()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["migrations"]) == (503, "failed")


def test_ready_is_503_when_the_disk_refuses_and_does_not_say_where(
    client: Client, db: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["disk"]) == (503, "failed")
    assert str(tmp_path) not in response.content.decode()


def test_ready_is_503_when_the_cache_is_away(client: Client, db: None, settings: Any) -> None:
    redis = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1/0"}}
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["cache"]) == (503, "failed")


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_is_not_changed_by_a_post(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405
