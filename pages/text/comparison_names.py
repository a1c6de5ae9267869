"""What a comparison is made of, as addresses and embedded comparisons name it: `flask@48+django`."""

import re
from dataclasses import dataclass

from pages.text.titles import slugify

_NAME = re.compile(r"(?P<page>.*?)(?:@(?P<number>[1-9][0-9]{0,8}))?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One name: a page, or one of its revisions."""

    slug: str
    number: int | None = None

    @property
    def name(self) -> str:
        return f"{self.slug}@{self.number}" if self.number else self.slug


def parse_names(names: str) -> list[Wanted]:
    """The wanted pages of `flask@48+django`, each once, in their order; titles serve as well as slugs."""
    wanted = []
    for name in names.split("+"):
        match = _NAME.match(name)
        if match and (slug := slugify(match["page"])):
            wanted.append(Wanted(slug, int(match["number"]) if match["number"] else None))
    return list(dict.fromkeys(wanted))
