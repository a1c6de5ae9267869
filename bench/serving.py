"""What the path through the server and all middleware costs before any page is looked up."""

import time
from typing import Any

from django.db import connection
from django.test import Client

ROUNDS = 300


def run() -> list[dict[str, Any]]:
    client = Client()
    client.get("/health/live", headers={"host": "127.0.0.1"})
    before = time.process_time()
    for _ in range(ROUNDS):
        client.get("/health/live", headers={"host": "127.0.0.1"})
    spent = (time.process_time() - before) / ROUNDS
    connection.close()
    note = "smallest answer, all middleware, Django's test client"
    return [{"name": "empty answer", "value": spent * 1e6, "unit": "us CPU", "note": note}]
