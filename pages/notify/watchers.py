"""Mail to those who watch a page: at once, or once a day with all pages that changed."""

from collections import defaultdict
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction

from pages.models import OutgoingMail, Watch
from pages.models.watch import WatchQuerySet
from pages.notify.outbox import compose, link_to, one_click, queue_mails, task
from pages.notify.recipients import mailable

PEOPLE_A_RUN = 200
MAX_PAGES = 20  # that a mail names; the watchlist has the rest
STOP_SALT = "pages.watching.stop"


@task()
def tell_watchers(page_id: int) -> int:
    """Mail those who hear of this page at once; return how many. A second run finds nobody left to tell."""
    return _tell_all(Watch.objects.filter(page=page_id).to_tell_at_once())


def tell_all_watchers() -> int:
    """Mail all who hear at once what no task has told; return how many people hear."""
    return _tell_all(Watch.objects.to_tell_at_once())


def write_watch_digests() -> int:
    """Mail each watcher who hears once a day the pages that changed since; return how many people hear."""
    return _tell_all(Watch.objects.to_tell_daily())


def stop_address(person_id: int) -> str:
    """Where the mail of a person's watchlist ends; for ever, as a mail of last year may be opened."""
    return link_to("pages:stop_watch_mail", signing.Signer(salt=STOP_SALT).sign_object(person_id))


def stopped_person(token: str) -> int:
    """The number of the person whose mail `token` stops. Raises `signing.BadSignature`."""
    return int(signing.Signer(salt=STOP_SALT).unsign_object(token))


def _tell_all(due: WatchQuerySet) -> int:
    told, last = 0, 0
    while people := list(due.people_after(last)[:PEOPLE_A_RUN]):
        told += _tell(due.filter(person__in=people))
        last = people[-1]
    return told


@transaction.atomic
def _tell(due: WatchQuerySet) -> int:
    """The mails and the mark that they were written are one transaction: killed here, it is told later."""
    watches = list(due.locked().select_related("page").order_by("page__title", "pk"))
    accounts = mailable(get_user_model()._default_manager.filter(pk__in={w.person_id for w in watches}))
    theirs: dict[int, list[Watch]] = defaultdict(list)
    for watch in watches:
        theirs[watch.person_id].append(watch)
    queue_mails(_mail(*accounts[number], found) for number, found in theirs.items() if number in accounts)
    for watch in watches:
        watch.told = watch.page.revision_count
    Watch.objects.bulk_update(watches, ["told"], batch_size=500)
    return len(theirs.keys() & accounts.keys())


def _mail(person: Any, to: str, watches: list[Watch]) -> OutgoingMail:
    """Titles, numbers and links alone: no mail can be taken back, so none holds a name or a summary."""
    first, stop = watches[0], stop_address(person.pk)
    context = {
        "count": len(watches),
        "first": first.page,
        "changes": [(watch.page.title, watch.untold_count, _changes(watch)) for watch in watches[:MAX_PAGES]],
        "more": max(0, len(watches) - MAX_PAGES),
        "watchlist": link_to("pages:watchlist"),
        "stop": stop,
    }
    key = f"watch:{first.pk}:{first.page.revision_count}"
    return compose("watched", key=key, to=to, person=person, context=context, headers=one_click(stop))


def _changes(watch: Watch) -> str:
    """The difference between what the watcher knows and now."""
    page = watch.page
    if not watch.known:
        return link_to("pages:detail", page.slug)
    return link_to("pages:diff", page.slug, watch.known, page.revision_count)
