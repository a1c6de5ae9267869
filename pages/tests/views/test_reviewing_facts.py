"""Outdated facts: amber after their period, reported by readers, decided on by contributors."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.report_fact import MAX_REPORTS_A_DAY, MAX_WAITING_A_PAGE
from pages.derived import rebuild
from pages.models import FactReport, Page, ReportState
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db
SOURCE = (
    "---\nkind: runtime\nlicense: MIT\nlts: {version: 24, until: 2028-04}\nchecked: 2026-11-22\n---\nText.\n"
)
AMBER = "due for review"


@pytest.fixture(autouse=True)
def _last_fresh_week(time_machine):
    time_machine.move_to(datetime(2027, 5, 20, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def flask():
    return make_page("Flask", SOURCE)


def report(client, key="license", **extra):
    return client.post("/wiki/flask/outdated/", {"key": key}, **extra)


def decide(client, outcome):
    return client.post(f"/facts/reports/{FactReport.objects.get().pk}/", {"outcome": outcome})


def test_a_fact_turns_amber_when_its_period_is_over(stranger, contributor, flask, time_machine):
    assert AMBER not in stranger.get("/wiki/flask/").content.decode()
    assert contributor.get("/facts/outdated/").context["due"] == []
    time_machine.move_to(datetime(2027, 6, 1, tzinfo=UTC), tick=False)
    assert stranger.get("/wiki/flask/").content.decode().count(AMBER) == 3
    assert "as of 22 November 2026" in stranger.get("/compare/flask/").content.decode()
    [(due, _day, labels)] = contributor.get("/facts/outdated/").context["due"]
    assert (due, labels) == (flask, ["Kind", "License", "Long-term support"])


def test_checking_the_facts_makes_them_fresh(contributor, flask, time_machine):
    time_machine.move_to(datetime(2027, 6, 1, tzinfo=UTC), tick=False)
    edit(flask, SOURCE.replace("2026-11-22", "2027-06-01"), by=contributor.person, base=1)
    assert contributor.get("/facts/outdated/").context["due"] == []


def test_one_click_of_a_stranger_is_held_without_a_cookie(stranger, contributor, flask):
    answer = report(stranger, headers={"origin": "http://testserver"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/flask/outdated/?thanks=1")
    assert not answer.cookies
    assert "Thank you" in stranger.get(answer["Location"]).content.decode()
    assert AMBER not in stranger.get("/wiki/flask/").content.decode()
    assert [label for _, label in contributor.get("/facts/outdated/").context["reports"]] == ["License"]


def test_an_accepted_report_shows_until_the_fact_is_changed(stranger, contributor, flask):
    report(stranger)
    assert decide(contributor, "outdated").status_code == 303
    assert stranger.get("/wiki/flask/").content.decode().count(AMBER) == 1
    assert 'class="tag warn"' in stranger.get("/compare/flask/").content.decode()
    edit(flask, SOURCE.replace("runtime", "full-stack"), by=contributor.person, base=1)
    rebuild(Page.objects.get())
    assert stranger.get("/wiki/flask/").content.decode().count(AMBER) == 1
    assert [labels for _, _, labels in contributor.get("/facts/outdated/").context["due"]] == [["License"]]
    edit(flask, SOURCE.replace("MIT", "ISC"), by=contributor.person, base=2)
    assert AMBER not in stranger.get("/wiki/flask/").content.decode()
    assert FactReport.objects.get().state == ReportState.ANSWERED


def test_a_dismissed_report_changes_nothing(stranger, contributor, flask):
    report(stranger)
    decide(contributor, "right")
    assert AMBER not in stranger.get("/wiki/flask/").content.decode()
    assert contributor.get("/facts/outdated/").context["reports"] == []
    assert FactReport.objects.get().decided_by.user == contributor.person


def test_a_mapping_is_the_same_fact_in_any_order_of_its_keys(stranger, contributor, flask):
    report(stranger, "lts")
    rebuild(Page.objects.get())
    assert FactReport.objects.get().state == ReportState.PENDING


def test_the_second_decision_finds_the_first(stranger, contributor, flask):
    report(stranger)
    decide(contributor, "right")
    assert decide(contributor, "outdated").status_code == 404
    assert FactReport.objects.get().state == ReportState.DISMISSED


def test_two_reports_of_one_person_are_one_and_a_decision_answers_all(stranger, reader, contributor, flask):
    report(stranger)
    report(stranger)
    report(reader)
    assert FactReport.objects.count() == 2
    contributor.post(f"/facts/reports/{FactReport.objects.first().pk}/", {"outcome": "right"})
    assert not FactReport.objects.pending().exists()


def test_a_day_has_a_limit_for_each_person(stranger, reader, flask):
    many = "".join(f"k{n}: v\n" for n in range(MAX_REPORTS_A_DAY + 1))
    make_page("Many", f"---\n{many}---\n")
    answers = [stranger.post("/wiki/many/outdated/", {"key": f"k{n}"}) for n in range(MAX_REPORTS_A_DAY + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert answers[-1].status_code == 429
    assert report(reader).status_code == 303


def test_moderators_read_in_the_admin_what_was_reported_and_nobody_changes_it_there(
    stranger, moderator, contributor, flask
):
    report(stranger)
    listed = "/admin/pages/factreport/"
    html = moderator.get(listed).content.decode()
    assert "license" in html
    assert FactReport.objects.get().mark not in html
    assert moderator.get(f"{listed}add/").status_code == 403
    assert contributor.get(listed).status_code == 302


def test_a_page_on_which_very_many_reports_wait_takes_no_more_and_says_so(stranger, flask):
    waiting = [FactReport(page=flask, key="license", mark=f"m{n}") for n in range(MAX_WAITING_A_PAGE)]
    FactReport.objects.bulk_create(waiting)
    answer = report(stranger)
    assert answer.status_code == 429
    assert "so this one was not kept" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "nothing", "license\x1f", "x" * 5000])
def test_what_is_no_fact_of_the_page_is_refused_with_the_list(stranger, flask, key):
    answer = report(stranger, key)
    assert answer.status_code == 400
    assert "Choose one of the facts" in answer.content.decode()


def test_only_those_who_edit_see_and_decide(stranger, reader, banned, contributor, flask):
    assert report(banned).status_code == 403
    report(stranger)
    assert reader.get("/facts/outdated/").status_code == 403
    assert stranger.get("/facts/outdated/").status_code == 302
    assert decide(reader, "outdated").status_code == 403
    assert FactReport.objects.get().state == ReportState.PENDING


def test_a_deleted_page_is_on_no_list(stranger, contributor, flask, time_machine):
    report(stranger)
    delete(flask, by=make_moderator(), reason="Copied")
    time_machine.move_to(datetime(2027, 6, 1, tzinfo=UTC), tick=False)
    context = contributor.get("/facts/outdated/").context
    assert (context["due"], context["reports"], context["waiting"]) == ([], [], 0)
    assert decide(contributor, "outdated").status_code == 404
    assert report(stranger).status_code == 404


def test_the_list_goes_on_where_it_ended_in_constant_queries(contributor, time_machine):
    for number in range(3):
        make_page(f"P{number}", SOURCE)
    time_machine.move_to(datetime(2027, 6, 1, tzinfo=UTC), tick=False)
    few = queries(contributor)
    for number in range(3, 52):
        make_page(f"P{number}", SOURCE)
    assert queries(contributor) == few
    first = contributor.get("/facts/outdated/").context
    rest = contributor.get("/facts/outdated/", {"after": first["next"]}).context
    assert (len(first["due"]), len(rest["due"]), rest["next"]) == (50, 2, "")
    assert len(contributor.get("/facts/outdated/?after=2026-99-99.1").context["due"]) == 50


def queries(client):
    with CaptureQueriesContext(connection) as found:
        client.get("/facts/outdated/")
    return len(found)


def test_the_same_act_by_two_people_leaves_one_decision(flask):
    from pages.actions.report_fact import AlreadyDecided, decide_report, report_fact

    report_fact(Page.objects.select_related("rendering").get(), "license", by=make_contributor())
    waiting = FactReport.objects.get()
    decide_report(waiting, is_outdated=True, by=make_contributor())
    with pytest.raises(AlreadyDecided):
        decide_report(waiting, is_outdated=False, by=make_contributor())
