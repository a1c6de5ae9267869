"""Find out which outside links of pages are broken."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from pages.models import BrokenLink, LinkCheck, Page
from pages.outside import problem_with

DELAY_S = 1.0
KEPT = timedelta(days=30)


@dataclass
class LinkChecker:
    """Asks at most `limit` addresses, each host once in `delay` seconds, none again before `keep` is over.

    `ask` returns the problem with an address, "" for none.
    """

    limit: int
    delay: float = DELAY_S
    keep: timedelta = KEPT
    ask: Callable[[str], str] = problem_with
    asked: int = 0
    _last: dict[str, float] = field(default_factory=dict)

    def check(self, page: Page, *, now: datetime | None = None) -> bool:
        """Check the outside links in what readers see of `page`; return whether the limit allowed for all.

        Each outcome is stored at once: a run that is stopped and begun again asks nobody twice.
        """
        now = now or timezone.now()
        urls = page.rendering.outside_links()
        known = LinkCheck.objects.problems_since(urls, now - self.keep)
        for url in urls:
            if url not in known and self.asked < self.limit:
                known[url] = self._ask(url)
                LinkCheck.objects.note(url, known[url], now=now)
        if known.keys() >= set(urls):
            BrokenLink.objects.note(page, {url: why for url, why in known.items() if why}, now=now)
            return True
        return False

    def _ask(self, url: str) -> str:
        host = urlsplit(url).netloc
        wait = self._last.get(host, -self.delay) + self.delay - time.monotonic()
        if host in self._last and wait > 0:
            time.sleep(wait)
        self.asked += 1
        try:
            return self.ask(url)
        finally:
            self._last[host] = time.monotonic()
