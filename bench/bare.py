"""The limit: a WSGI application that returns the bytes of the file BARE_BODY and does nothing else."""

import os
from pathlib import Path

BODY = Path(os.environ["BARE_BODY"]).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]


def run():
    """Nothing to measure by itself."""
    return []
