"""Mail about watched pages: once for what is new, never about one's own edits, and it ends by a link."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from pages.actions.ban import ban_person
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.watch import choose_watch_mail, unwatch, watch
from pages.models import Watch, When
from pages.notify import send_waiting, tell_watchers, write_watch_digests
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def flask():
    return make_page("Flask", "First.\n")


@pytest.fixture
def other():
    return make_contributor("canaryname")


def make_watcher(page, name="ada", when=None):
    """Somebody with a confirmed address who watches the page."""
    person = make_contributor(name)
    address = {"email": f"{name}@mail.example", "verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, defaults=address)
    watch(page, by=person)
    if when:
        choose_watch_mail(when, by=person)
    return person


def change(page, by):
    page.refresh_from_db()
    text = f"{page.current.text}More.\n"
    return edit(page, text, by=by, base=page.revision_count, summary="canarysummary")


def look_at(client, person, page):
    client.force_login(person)
    assert client.get(page.get_absolute_url()).status_code == 200


def work() -> list[str]:
    """Do what the task worker would; return the subjects of what left."""
    before = len(mail.outbox)
    for task in DBTaskResult.objects.filter(task_path__endswith=".tell_watchers"):
        tell_watchers.call(*task.args_kwargs["args"])
    send_waiting.call()
    return [message.subject for message in mail.outbox[before:]]


def digest() -> list[str]:
    write_watch_digests()
    return work()


def test_who_hears_at_once_gets_one_mail_until_the_page_was_looked_at(flask, other, client):
    ada = make_watcher(flask, when=When.AT_ONCE)

    change(flask, other)
    assert work() == ["“Flask” was changed"]
    change(flask, other)
    assert work() == []
    look_at(client, ada, flask)
    change(flask, other)
    assert work() == ["“Flask” was changed"]


def test_a_site_without_a_worker_tells_by_its_cron(flask, other):
    make_watcher(flask, when=When.AT_ONCE)
    change(flask, other)

    call_command("send_mail", stdout=StringIO())

    assert [message.subject for message in mail.outbox] == ["“Flask” was changed"]


def test_without_a_choice_one_mail_a_day_names_all_pages_that_changed(flask, other):
    make_watcher(flask)
    django = make_page("Django")
    watch(django, by=Watch.objects.get().person)
    for page in (flask, flask, django):
        change(page, other)

    assert work() == []
    assert digest() == ["2 pages that you watch were changed"]
    assert digest() == []
    text = mail.outbox[-1].body
    assert "Flask: 2 edits\n" in text
    assert "Django: 1 edit\n" in text
    assert "/wiki/flask/diff/1/3/" in text


def test_a_mail_tells_titles_and_numbers_and_no_name_or_summary(flask, other):
    make_watcher(flask, when=When.AT_ONCE)
    change(flask, other)
    work()

    message = mail.outbox[-1]
    assert message.to == ["ada@mail.example"]
    assert "canary" not in str(message.message())


@pytest.mark.parametrize("when", [When.AT_ONCE, When.DAILY])
def test_nobody_hears_of_their_own_edits(flask, other, client, when):
    ada = make_watcher(flask, when=when)

    change(flask, ada)
    assert digest() == []
    change(flask, other)
    assert len(digest()) == 1
    change(flask, ada)  # without looking at the page: the change before is still unread
    assert digest() == []


@pytest.mark.parametrize("when", [When.AT_ONCE, When.DAILY])
def test_what_was_looked_at_is_no_news(flask, other, client, when):
    ada = make_watcher(flask, when=when)
    change(flask, other)
    look_at(client, ada, flask)

    assert digest() == []


@pytest.mark.parametrize("when", [When.AT_ONCE, When.DAILY])
@pytest.mark.parametrize(
    "silence",
    [
        lambda ada, page: choose_watch_mail(When.NEVER, by=ada),
        lambda ada, page: unwatch([page.pk], by=ada),
        lambda ada, page: EmailAddress.objects.update(verified=False),
        lambda ada, page: ban_person(ada, by=make_moderator(), reason="Spam", ends_at=None),
        lambda ada, page: type(ada).objects.filter(pk=ada.pk).update(is_active=False),
        lambda ada, page: delete(page, by=make_moderator(), reason="Not needed"),
    ],
    ids=["never", "unwatched", "unconfirmed", "banned", "switched off", "deleted"],
)
def test_mail_goes_only_where_it_is_wanted_and_allowed(flask, other, silence, when):
    ada = make_watcher(flask, when=when)
    change(flask, other)
    silence(ada, flask)

    assert digest() == []


def test_the_link_asks_first_and_stops_by_post_without_an_account(flask, other, client):
    make_watcher(flask, when=When.AT_ONCE)
    change(flask, other)
    work()
    message = mail.outbox[-1]
    link = re.search(r"https?://[^/\s]+(/watchlist/mail/stop/\S+)", message.body)[1]
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{link}>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert b"No more of these mails?" in client.get(link).content
    change(flask, other)
    assert Watch.objects.get().person.watch_mail.when == When.AT_ONCE  # looking at it changed nothing
    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Watch.objects.get().person.watch_mail.when == When.NEVER


@pytest.mark.parametrize("token", ["x", "MQ:x", "9" * 500, "ÄÖ:ß"])
def test_a_link_that_is_not_ours_says_so(client, token):
    answer = client.get(f"/watchlist/mail/stop/{token}/")
    assert answer.status_code == 404
    assert b"This link does not work any more" in answer.content


def test_the_choice_is_made_on_a_page_and_kept(flask, client):
    ada = make_watcher(flask)
    client.force_login(ada)

    assert re.search(r'value="daily"[^>]*checked', client.get("/watchlist/mail/").content.decode())
    answer = client.post("/watchlist/mail/", {"when": "at-once"})
    assert (answer.status_code, answer["Location"]) == (303, "/watchlist/")
    assert re.search(r'value="at-once"[^>]*checked', client.get("/watchlist/mail/").content.decode())
    assert client.post("/watchlist/mail/", {"when": "hourly"}).status_code == 200
    ada.refresh_from_db()
    assert ada.watch_mail.when == When.AT_ONCE


def test_many_watchers_cost_no_more_queries_and_a_save_tells_none_of_them(flask, other):
    def count_queries(watchers):
        for number in range(watchers):
            make_watcher(flask, f"w{watchers}-{number}", When.DAILY)
        change(flask, other)
        with CaptureQueriesContext(connection) as queries:
            assert write_watch_digests() >= watchers
        return len(queries)

    assert count_queries(2) == count_queries(30)
