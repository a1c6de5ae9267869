"""What a page's head says of it to machines: its one address, and what it is about."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.atom import absolute
from pages.models import Page
from pages.text.linked_data import Described, Site, article, front_page
from pages.text.tags import tags_of
from pages.views.placing import Place


def described(page: Page, place: Place | None = None) -> dict[str, Any]:
    """The context of `pages/_described.html` for the current revision of `page`."""
    site = Site(settings.SITE_NAME, settings.SITE_URL)
    told = Described(
        title=page.title,
        url=absolute(page.get_absolute_url()),
        markdown_url=absolute(reverse("pages:source", args=[page.slug])),
        description=page.rendering.says or page.title,
        lang=page.lang or "en",
        created=page.created_at,
        updated=page.updated_at,
        tags=list(tags_of(page.rendering.front_matter).values()),
    )
    data = front_page(told, site) if page.is_home else article(told, site, _crumbs(told, place))
    return {"described": told, "json_ld": data}


def _crumbs(page: Described, place: Place | None) -> list[tuple[str, str]]:
    home = absolute(reverse("pages:home"))
    chapter = [(place.chapter, f"{home}#{place.chapter_id}")] if place and place.chapter else []
    return [(_("Guide"), home), *chapter, (page.title, page.url)]
