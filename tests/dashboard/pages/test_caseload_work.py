"""What a clinician does on the caseload: reads what is new, narrows the list, keeps a view, finds what is closed."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.dates import day_said
from fit.casework.administrator import close_episode, import_ratings
from fit.casework.clinician import add_tag, mark_alert, open_caseload, open_client
from fit.casework.views import AlertState
from fit.ratings import Ending
from tests.dashboard.pages.looking import html, labels, links, look_at, said

DIGEST = "digest"


def rows_of(page):
    """Labels of the clients on the list; links of the digest name a session or are not drawn."""
    return [label for label, _, query in links(page) if "session=" not in query]


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("clinician.one")
    return look_at("caseload")


@pytest.fixture
def many(clinic, people, signed_in_as):
    """Three hundred clients of clinician two, one of them a child."""
    signed_in_as("clinician.two")
    rows = [f"MANY-{number:03d},adult,1,ors,22.0,clinician.two" for number in range(299)]
    rows.append("MANY-CHILD,child,1,cors,22.0,clinician.two")
    content = "\n".join(["episode_id,age_band,session,scale,total,clinician", *rows])
    import_ratings(clinic, people["administrator.one"], "many.csv", content.encode())
    return look_at("caseload")


def opened(page):
    page.session_state[DIGEST] = True
    return page.run()


def test_the_digest_is_one_line_until_it_is_opened(page):
    assert any("Since you were here" in one.label for one in page.expander)
    assert rows_of(page) == [label for label, _, _ in links(page)]


def test_an_opened_digest_names_client_session_and_what_was_found(page, episode_of):
    page = opened(page)
    query = f"episode={episode_of('FALLING-ALLIANCE')}&session=6"
    assert ("FALLING-ALLIANCE", "client", query) in links(page)
    assert (
        "Session 6: The session rating is low; The session rating fell since the last one; "
        "The session rating is below this client's own usual range."
    ) in said(page)


def test_a_digest_is_read_by_the_button_and_not_by_looking(page):
    assert any("Since you were here" in one.label for one in look_at("caseload").expander)
    page = opened(page)
    next(button for button in page.button if button.label == "I have read this").click().run()
    assert not any("Since you were here" in one.label for one in page.expander)
    assert not any("Since you were here" in one.label for one in look_at("caseload").expander)


def test_a_planned_repair_is_said_as_the_next_step(clinic, people, signed_in_as, episode_of):
    actor = signed_in_as("clinician.one")
    alerts = open_client(clinic, actor, episode_of("FALLING-ALLIANCE")).alerts
    for alert in alerts:
        if alert.state.is_open and alert.kind == "alliance":
            mark_alert(clinic, actor, alert.alert_id, AlertState.REPAIR_PLANNED)
    assert "Next step: the repair planned after session 6." in said(look_at("caseload"))


def test_tags_stand_in_the_row_as_text(clinic, signed_in_as, episode_of):
    actor = signed_in_as("clinician.one")
    add_tag(clinic, actor, episode_of("STEADY"), "<i>group</i>")
    page = look_at("caseload")
    assert "&lt;i&gt;group&lt;/i&gt;" in html(page)
    page.multiselect(key="caseload-tags").select("<i>group</i>").run()
    assert rows_of(page) == ["STEADY"]


def test_a_long_list_can_be_narrowed_from_any_of_its_pages(many):
    page = many
    page.session_state["page-caseload"] = 6
    page.run()
    assert not page.exception
    assert "251 to 300 of 300" in page.caption[0].value
    page.text_input(key="caseload-text").input("many-01").run()
    assert not page.exception
    assert rows_of(page) == [f"MANY-01{digit}" for digit in range(10)]
    page.text_input(key="caseload-text").input("many-2").run()
    assert not page.exception
    assert len(rows_of(page)) == 50


def test_an_age_band_and_who_rates_narrow_the_list(many):
    page = many
    page.button_group(key="caseload-age").select("Child").run()
    assert rows_of(page) == ["MANY-CHILD"]
    page.button_group(key="caseload-informant").select("Client").run()
    assert rows_of(page) == ["MANY-CHILD"]


def test_a_view_is_kept_applied_and_forgotten(many):
    page = many
    page.button_group(key="caseload-age").select("Child").run()
    page.text_input(key="view-name").input("children")
    next(button for button in page.button if button.label == "Keep this view").click().run()
    page.button_group(key="caseload-age").set_value(None).run()
    assert len(rows_of(page)) == 50
    page.button(key="view-children").click().run()
    assert not page.exception
    assert not page.warning
    assert rows_of(page) == ["MANY-CHILD"]
    page.button(key="forget-children").click().run()
    assert "children" not in labels(page)


def test_the_headline_says_how_many_are_shown_and_an_empty_list_leads_back(many):
    page = many
    page.text_input(key="caseload-text").input("many-01").run()
    assert "10 of 300 shown." in said(page)
    page.text_input(key="caseload-text").input("nobody").run()
    assert rows_of(page) == []
    next(button for button in page.button if button.label == "Show all open episodes").click().run()
    assert not page.exception
    assert len(rows_of(page)) == 50
    assert "shown." not in said(page)


def test_a_child_without_a_session_rating_has_the_scales_of_its_age_in_the_row(many):
    many.button_group(key="caseload-age").select("Child").run()
    assert ">CORS</span> 22.0" in html(many)
    assert ">CSRS</span>" in html(many)


def test_a_view_needs_a_name(many):
    next(button for button in many.button if button.label == "Keep this view").click().run()
    assert "1 to 40 characters" in many.error[0].value


def test_closed_episodes_are_looked_at_apart(clinic, signed_in_as, episode_of):
    actor = signed_in_as("clinician.one")
    close_episode(clinic, actor, episode_of("STEADY"), closed_on=date.today(), ending=Ending.PLANNED)  # noqa: DTZ011
    page = look_at("caseload")
    assert "STEADY" not in rows_of(page)
    page.button_group(key="caseload-status").select("Closed (1)").run()
    assert rows_of(page) == ["STEADY"]
    assert "1 closed episode, the last one first." in said(page)
    assert "Ended as planned" in said(page)
    assert f"closed {day_said(date.today())}" in said(page)  # noqa: DTZ011


def test_who_has_only_closed_episodes_can_still_find_them(clinic, people, signed_in_as):
    actor = signed_in_as("clinician.two")
    content = b"episode_id,age_band,session,scale,total,clinician\nENDED,adult,1,ors,22.0,clinician.two\n"
    import_ratings(clinic, people["administrator.one"], "ended.csv", content)
    row = open_caseload(clinic, actor).rows[0]
    close_episode(clinic, actor, row.episode_id, closed_on=date.today(), ending=Ending.UNPLANNED)  # noqa: DTZ011
    page = look_at("caseload")
    assert "No open episode." in said(page)
    page.button_group(key="caseload-status").select("Closed (1)").run()
    assert rows_of(page) == ["ENDED"]
