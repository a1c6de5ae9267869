"""An nginx of the test's own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
AROUND = """
daemon off; {user} pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {http}
}}
"""


@contextmanager
def nginx(folder: Path, http: str, port: int) -> Iterator[None]:
    """Run nginx with `http` in its block of that name, which listens on `port`. Skips where it is missing."""
    found = shutil.which("nginx", path=PLACES)
    if not found:
        pytest.skip("*** NO NGINX: nothing was shown of what stands behind one. ***")
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""  # its workers write into the folder of the test
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, http=http, user=user))
    process = subprocess.Popen([found, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not listen.")
