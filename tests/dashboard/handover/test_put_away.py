"""After a long pause the form is put away; several people take turns on one tablet."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fit.casework import administrator, clinician
from fit.casework.views import Asked
from fit.scales import AgeBand
from tests.dashboard.handover.served import mark, mark_all, open_form, send
from tests.dashboard.serving.small_clinic import PIN

pytestmark = pytest.mark.browser

PAUSE_MS = 5 * 60 * 1000


@pytest.fixture
def slow(tablet, served):
    """A form on a tablet whose clock can be set forward."""
    page = tablet.new_page()
    page.clock.install()
    page.goto(f"/k/{served.hand_over()}")
    page.wait_for_selector("main[data-ready]")
    page.wait_for_function("document.getElementById('for-clinician')")
    return page


def type_pin(page, pin, press):
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name=press).tap()


def test_a_form_that_nobody_touches_is_put_away_and_shows_no_mark(slow):
    mark(slow, 0, 0.5)
    slow.clock.fast_forward(PAUSE_MS - 1000)
    expect(slow.locator(".line-track").first).to_be_visible()
    slow.clock.fast_forward(2000)

    expect(slow.get_by_role("heading", name="Please call your clinician")).to_be_visible()
    expect(slow.locator(".line-track").first).to_be_hidden()


def test_a_touch_keeps_it_awake(slow):
    slow.clock.fast_forward(PAUSE_MS - 1000)
    mark(slow, 0, 0.5)
    slow.clock.fast_forward(PAUSE_MS - 1000)

    expect(slow.locator(".line-track").first).to_be_visible()


def test_a_reload_does_not_bring_it_back(slow):
    slow.clock.fast_forward(PAUSE_MS + 1000)
    expect(slow.get_by_role("heading", name="Please call your clinician")).to_be_visible()
    slow.reload()

    expect(slow.get_by_role("heading", name="Please call your clinician")).to_be_visible()


def test_the_clinicians_pin_gives_it_back_with_its_marks(slow, served):
    mark(slow, 0, 0.5)
    slow.clock.fast_forward(PAUSE_MS + 1000)
    slow.get_by_role("button", name="For the clinician").tap()
    type_pin(slow, PIN, "Go on with the form")

    expect(slow.get_by_role("slider").first).to_be_visible()
    assert slow.get_by_role("slider").first.get_attribute("aria-valuetext") == "in the middle"
    mark_all(slow)
    send(slow)
    expect(slow.get_by_role("heading", name="Thank you")).to_be_visible()
    assert len(served.ratings()) == 1


def test_a_wrong_pin_does_not(slow):
    slow.clock.fast_forward(PAUSE_MS + 1000)
    slow.get_by_role("button", name="For the clinician").tap()
    type_pin(slow, "135790", "Go on with the form")

    expect(slow.get_by_text("That PIN did not fit.")).to_be_visible()
    expect(slow.locator(".line-track").first).to_be_hidden()


@pytest.fixture
def family(served):
    """Hand the tablet to two clients who take turns."""
    second = administrator.add_client(
        served.clinic, served.actor, code="second", age_band=AgeBand.ADULT, display_name="S. T."
    )
    asked = [Asked(episode_id=one, scale_ids=("ors",)) for one in (served.episode_id, second)]
    return clinician.hand_over(served.clinic, served.actor, asked, web_session_token=served.web_session()).token


def test_two_people_take_turns_and_nobody_sees_the_others_marks(tablet, family, served):
    page = tablet.new_page()
    page.goto(f"/k/{family}")
    expect(page.get_by_role("heading", name="Now it is the next person's turn")).to_be_visible()
    page.get_by_role("button", name="This is me: begin").tap()
    page.wait_for_selector("main[data-ready]")
    mark_all(page, (0.1, 0.2, 0.3, 0.4))
    send(page)
    expect(page.get_by_role("heading", name="Now it is the turn of S. T.")).to_be_visible()
    expect(page.locator("#form")).to_be_hidden()
    page.get_by_role("button", name="This is me: begin").tap()
    assert page.get_by_role("slider").first.get_attribute("aria-valuetext") == "not marked yet"
    mark_all(page, (0.9, 0.8, 0.7, 0.6))
    send(page)

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert sorted(row.total for row in served.ratings()) == [100, 300]


def test_a_single_client_is_never_named(tablet, served):
    page = open_form(tablet, served.hand_over())

    assert "own-steady" not in page.content()
