"""Addresses of the wiki."""

from django.urls import path, register_converter

from pages import feeds, sitemaps
from pages.text.images import MEDIA_NAME
from pages.text.titles import SLUG_PATTERN
from pages.views import (
    attaching,
    blaming,
    choosing,
    comparing,
    contributing,
    counting,
    creating,
    deleting,
    drafting,
    editing,
    history,
    links,
    listing,
    merging,
    previewing,
    protecting,
    reading,
    recent_changes,
    renaming,
    reverting,
    reviewing_facts,
    searching,
    suggesting,
    suppressing,
    tags,
    undoing,
    watching,
)


class SlugConverter:
    """A page's slug as `slugify` makes it."""

    regex = SLUG_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """A revision number: positive, without leading zeros, no larger than the column."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MediaConverter(SlugConverter):
    """The name of a stored file: its hash, perhaps a width, and our own ending."""

    regex = MEDIA_NAME


class NamesConverter(SlugConverter):
    """What a comparison is made of: `flask+django@12`. A slug holds neither + nor @ nor a dot."""

    regex = r"[^/.\x00-\x1f\x7f]{1,2500}"


register_converter(SlugConverter, "wiki")
register_converter(NamesConverter, "names")
register_converter(MediaConverter, "media")
register_converter(NumberConverter, "n")

app_name = "pages"
urlpatterns = [
    path("", reading.home, name="home"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<n:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("llms.txt", sitemaps.llms, name="llms"),
    path("new/", creating.create_page, name="create"),
    path("preview/", previewing.preview, name="preview"),
    path("draft/", drafting.draft, name="save_draft"),
    path("watchlist/", watching.watchlist, name="watchlist"),
    path("watchlist/edit/", watching.edit_watchlist, name="edit_watchlist"),
    path("watchlist/mail/", watching.choose_mail, name="choose_watch_mail"),
    path("watchlist/mail/stop/<str:token>/", watching.stop_mail, name="stop_watch_mail"),
    path("watchlist/read/", watching.mark_all_read, name="mark_all_read"),
    path("watchlist/feed/", watching.renew_feed, name="renew_watch_feed"),
    path("drafts/", drafting.drafts, name="drafts"),
    path("drafts/<n:number>/", drafting.draft_text, name="draft_text"),
    path("drafts/<n:number>/discard/", drafting.discard, name="discard_draft"),
    path("drafts/<n:number>/return/", drafting.bring_back, name="return_draft"),
    path("titles/", suggesting.titles, name="titles"),
    path("compare/", comparing.choose_columns, name="choose_columns"),
    path("compare/<names:names>/", comparing.compare_pages, name="compare"),
    path("compare/<names:names>.csv", comparing.compare_as, {"ending": "csv"}, name="compare_csv"),
    path("compare/<names:names>.json", comparing.compare_as, {"ending": "json"}, name="compare_json"),
    path("compare/<names:names>.md", comparing.compare_as, {"ending": "md"}, name="compare_md"),
    path("choose/", choosing.choose, name="choose"),
    path("systems/", listing.list_systems, name="systems"),
    path("facts/outdated/", reviewing_facts.outdated_facts, name="outdated_facts"),
    path("facts/reports/<n:number>/", reviewing_facts.decide, name="decide_report"),
    path("search/", searching.search, name="search"),
    path("search/suggest/", suggesting.suggestions, name="suggestions"),
    path("search/description.xml", suggesting.describe_search, name="describe_search"),
    path("changes/", recent_changes.recent_changes, name="recent_changes"),
    path("wanted/", links.wanted_pages, name="wanted"),
    path("orphaned/", links.orphaned_pages, name="orphaned"),
    path("broken-links/", links.broken_links, name="broken_links"),
    path("redirects/", links.redirects, name="redirects"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<wiki:slug>/", tags.tag, name="tag"),
    path("feeds/changes/", feeds.site_changes, name="site_feed"),
    path("feeds/pages/<wiki:slug>/", feeds.page_changes, name="page_feed"),
    path("feeds/contributors/<wiki:slug>/", feeds.contributor_changes, name="contributor_feed"),
    path("feeds/tags/<wiki:slug>/", feeds.tag_changes, name="tag_feed"),
    path("feeds/watchlist/<str:token>/", feeds.watchlist, name="watchlist_feed"),
    path("statistics/", counting.statistics, name="statistics"),
    path("contributors/<wiki:slug>/", contributing.contributor, name="contributor"),
    path("wiki/<wiki:slug>/", reading.detail, name="detail"),
    path("wiki/<wiki:slug>.md", reading.source, name="source"),
    path("wiki/<wiki:slug>/edit/", editing.edit_page, name="edit"),
    path("wiki/<wiki:slug>/outdated/", reviewing_facts.report, name="report_fact"),
    path("wiki/<wiki:slug>/merge/", merging.merge_page, name="merge"),
    path("wiki/<wiki:slug>/history/", history.history, name="history"),
    path("wiki/<wiki:slug>/backlinks/", links.backlinks, name="backlinks"),
    path("wiki/<wiki:slug>/blame/", blaming.blame, name="blame"),
    path("wiki/<wiki:slug>/revision/<n:number>/", reading.revision, name="revision"),
    path("wiki/<wiki:slug>/diff/", history.compare_revisions, name="compare_revisions"),
    path("wiki/<wiki:slug>/diff/<n:old>/<n:new>/", history.diff, name="diff"),
    path("wiki/<wiki:slug>/revert/<n:number>/", reverting.revert_page, name="revert"),
    path("wiki/<wiki:slug>/undo/<n:number>/", undoing.undo_page, name="undo"),
    path("wiki/<wiki:slug>/roll-back/", undoing.roll_back_page, name="roll_back"),
    path("wiki/<wiki:slug>/suppress/<n:number>/", suppressing.suppress_revision, name="suppress"),
    path("wiki/<wiki:slug>/delete/", deleting.delete_page, name="delete"),
    path("wiki/<wiki:slug>/rename/", renaming.rename_page, name="rename"),
    path("wiki/<wiki:slug>/protect/", protecting.protect_page, name="protect"),
    path("wiki/<wiki:slug>/restore/", deleting.restore_page, name="restore"),
    path("wiki/<wiki:slug>/files/", attaching.files, name="files"),
    path("wiki/<wiki:slug>/files/<n:number>/describe/", attaching.describe_file, name="describe_file"),
    path("wiki/<wiki:slug>/files/<n:number>/replace/", attaching.replace_file, name="replace_file"),
    path("wiki/<wiki:slug>/watch/", watching.watch_page, name="watch"),
    path("wiki/<wiki:slug>/files/<n:number>/remove/", attaching.remove_file, name="remove_file"),
    path("wiki/<wiki:slug>/files/<n:number>/restore/", attaching.restore_file, name="restore_file"),
    path("media/<media:name>", attaching.media, name="media"),
    path("wiki/<path:name>", reading.spelled_otherwise, name="spelled_otherwise"),
]
