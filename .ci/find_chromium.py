"""Prints the path of a Chromium that starts, installing one where it may; exits with 1 if there is none."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALLERS = (
    [sys.executable, "-m", "playwright", "install", "chromium"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
)


def main() -> int:
    with sync_playwright() as playwright:
        for install in (None, *INSTALLERS):
            if install and not installed(install):
                continue
            for path in candidates(playwright):
                if starts(playwright, path):
                    print(path)
                    return 0
    return 1


def installed(command: list[str]) -> bool:
    if command[0] == "apt-get" and (os.geteuid() != 0 or not shutil.which("apt-get")):
        return False
    print(f"No Chromium starts; trying: {' '.join(command[-4:])}", file=sys.stderr)
    done = subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    return done.returncode == 0


def candidates(playwright: Playwright) -> list[str]:
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), playwright.chromium.executable_path]
    return [path for path in named if path and os.path.exists(path)]


def starts(playwright: Playwright, path: str) -> bool:
    """Whether it runs: Ubuntu's chromium-browser is a stub, and a downloaded one may lack libraries."""
    try:
        playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).close()
    except Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
