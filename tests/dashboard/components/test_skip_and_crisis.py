"""Not answering today, and what a client reads who marked a risk answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.dashboard.components.variants import CRISIS

pytestmark = pytest.mark.browser

SKIP = "I would rather not answer today"
REASONS = {
    "I do not want to today": "did_not_want",
    "There is no time": "no_time",
    "Another reason, or I would rather not say": "other",
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_a_client_may_rather_not_answer_and_say_why(open_form, text, reason):
    form = open_form()
    form.page.get_by_role("button", name=SKIP).tap()
    expect(form.page.get_by_role("dialog", name="That is quite all right. Would you like to say why?")).to_be_visible()
    form.page.get_by_role("button", name=text).tap()
    expect(form.page.get_by_role("button", name="Send my answers")).to_be_disabled()

    assert form.sent() == [{"skipped": reason, "idempotency_key": form.draft()["idempotency_key"]}]
    assert form.draft()["pending"] == form.sent()[0]


def test_the_way_back_keeps_the_marks_and_the_place(open_form):
    form = open_form()
    form.tap(1, 0.3)
    form.page.get_by_role("button", name=SKIP).tap()
    form.page.get_by_role("button", name="Back to the form").tap()

    expect(form.page.get_by_role("dialog")).to_have_count(0)
    expect(form.page.get_by_role("button", name=SKIP)).to_be_focused()
    assert (form.value(1), form.sent(), "pending" in form.draft()) == ("3.0", [], False)


def test_skipping_works_by_keyboard_and_escape_goes_back(open_form):
    form = open_form()
    skip = form.page.get_by_role("button", name=SKIP)
    skip.focus()
    form.page.keyboard.press("Enter")
    form.page.keyboard.press("Escape")
    expect(skip).to_be_focused()
    form.page.keyboard.press("Enter")
    form.page.keyboard.press("Tab")
    form.page.keyboard.press("Tab")
    form.page.keyboard.press("Enter")
    expect(form.page.get_by_role("button", name="Send my answers")).to_be_disabled()

    assert [filled["skipped"] for filled in form.sent()] == ["no_time"]


def test_a_key_of_marks_is_the_key_of_skipping_too(open_form):
    form = open_form()
    form.tap(0, 0.5)
    key = form.draft()["idempotency_key"]
    form.page.get_by_role("button", name=SKIP).tap()
    form.page.get_by_role("button", name="I would rather not say").tap()
    expect(form.page.get_by_role("button", name="Send my answers")).to_be_disabled()

    assert form.sent()[0]["idempotency_key"] == key


def test_where_skipping_is_not_offered_there_is_no_way_to_it(open_form):
    form = open_form(variant={"skip": False})

    expect(form.page.get_by_role("button", name=SKIP)).to_have_count(0)


def answer_phq9(form, risk):
    for group in form.page.get_by_role("radiogroup").all():
        group.get_by_role("radio").nth(0).check()
    form.page.get_by_role("radiogroup").nth(8).get_by_role("radio").nth(risk).check()
    form.send()


@pytest.mark.parametrize("risk", [1, 3])
def test_a_risk_answer_is_sent_at_once_and_shows_the_crisis_text(open_form, risk):
    form = open_form("phq9")
    answer_phq9(form, risk)

    panel = form.page.get_by_role("dialog", name=CRISIS[0])
    expect(panel).to_be_visible()
    expect(panel.get_by_text("Call somebody you trust.")).to_be_visible()
    expect(panel.get_by_role("heading")).to_be_focused()
    (filled,) = form.sent()
    assert list(filled["answers"].values()) == ["0.0"] * 8 + [f"{risk}.0"]
    assert form.page.evaluate("globalThis.told") == [filled]


def test_without_a_risk_answer_there_is_no_crisis_text(open_form):
    form = open_form("phq9")
    answer_phq9(form, 0)

    assert len(form.sent()) == 1
    assert form.page.evaluate("globalThis.told") == []
    expect(form.page.get_by_role("dialog")).to_have_count(0)


def test_other_answers_alone_show_no_crisis_text(open_form):
    form = open_form("phq9")
    for group in form.page.get_by_role("radiogroup").all():
        group.get_by_role("radio").nth(3).check()
    form.page.get_by_role("radiogroup").nth(8).get_by_role("radio").nth(0).check()
    form.send()

    expect(form.page.get_by_role("dialog")).to_have_count(0)


def test_the_crisis_text_fills_the_screen_and_stays_until_it_is_read(open_form):
    form = open_form("phq9", size=(390, 844))
    answer_phq9(form, 1)
    panel = form.page.get_by_role("dialog")
    form.page.keyboard.press("Escape")
    form.page.keyboard.press("Escape")

    expect(panel).to_be_visible()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert form.violations() == []
    # wrapped, because a bare promise would be waited for here
    kept = form.page.evaluate_handle("({ read: mounted.crisisRead() })")
    panel.get_by_role("button", name="I have read this").tap()
    expect(panel).to_have_count(0)
    assert kept.evaluate("({ read }) => read") is True


def test_a_reload_shows_the_crisis_text_again_until_it_was_read(open_form):
    form = open_form("phq9")
    answer_phq9(form, 2)
    form.reload()

    expect(form.page.get_by_role("dialog", name=CRISIS[0])).to_be_visible()
    assert form.draft()["crisis"] is True
    assert form.draft()["pending"]["answers"]
    form.page.get_by_role("button", name="I have read this").tap()
    form.reload()
    expect(form.page.get_by_role("dialog")).to_have_count(0)
    assert form.draft()["pending"]["answers"]


def test_when_all_is_stored_only_the_unread_crisis_text_is_kept(open_form):
    form = open_form("phq9")
    answer_phq9(form, 2)
    form.page.evaluate("import('/kept_here.js').then(({ draftOf }) => draftOf('test').wipe({ keepCrisis: true }))")
    form.page.wait_for_function("!('answers' in JSON.parse(localStorage['mendline.draft.test']))")

    assert set(form.draft()) == {"crisis", "crisis_words", "kept_at"}
    form.page.get_by_role("button", name="I have read this").tap()
    form.page.wait_for_function("localStorage['mendline.draft.test'] === undefined")


def test_a_second_tap_on_send_does_not_read_the_crisis_text_away(open_form):
    form = open_form("phq9", size=(390, 844))
    answer_phq9(form, 1)
    button = form.page.get_by_role("button", name="I have read this")

    assert button.evaluate("one => getComputedStyle(one.parentElement).animationName") == "mendline-wait"
    expect(form.page.get_by_role("dialog")).to_be_visible()
