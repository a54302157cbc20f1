"""A whole scale as a form, in a real browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SIZES = [(768, 1024), (1024, 768), (390, 844)]


def mark_all(form, shares=(0.1, 0.4, 0.75, 1.0)):
    for number, share in enumerate(shares):
        form.tap(number, share)


@pytest.mark.parametrize("size", SIZES)
def test_four_marked_lines_are_sent_as_points(open_form, size):
    form = open_form(size=size)
    mark_all(form)
    form.send()

    (filled,) = form.sent()
    assert filled["answers"] == {"individual": "1.0", "interpersonal": "4.0", "social": "7.5", "overall": "10.0"}
    assert filled["line_length_px"] == pytest.approx(
        form.page.locator(".line-track").nth(0).bounding_box()["width"], abs=0.1
    )
    assert filled["calibrated"] is False


def test_an_unmarked_line_is_pointed_at_kindly_and_nothing_is_sent(open_form):
    form = open_form()
    form.tap(0, 0.5)
    form.tap(3, 0.5)
    form.send()

    assert form.sent() == []
    assert form.page.locator(".is-waiting .prompt").all_inner_texts() == [
        "How things are with the people I am close to",
        "How my daily life is going: tasks, outings, people I meet",
    ]
    assert form.line(1).evaluate("line => line === document.activeElement")
    hint = form.page.locator(".is-waiting .hint").first
    assert (hint.is_visible(), hint.inner_text()) == (True, "This line is still waiting for your mark.")


def test_a_mark_takes_the_pointer_away(open_form):
    form = open_form()
    form.send()
    form.tap(2, 0.5)

    assert form.page.locator(".is-waiting").count() == 3


def test_pointing_at_a_line_moves_nothing_on_the_screen(open_form):
    form = open_form()
    before = form.page.locator(".send").bounding_box()
    form.send()

    assert form.page.locator(".send").bounding_box() == before


def test_a_mark_can_be_changed_until_sending_and_not_after(open_form):
    form = open_form()
    mark_all(form)
    form.tap(0, 0.9)
    form.send()
    form.tap(0, 0.2)

    assert form.sent()[0]["answers"]["individual"] == "9.0"
    assert form.value(0) == "9.0"


def test_two_presses_send_once(open_form):
    form = open_form()
    mark_all(form)
    form.page.evaluate("() => { const send = document.querySelector('.send'); send.click(); send.click(); }")

    assert len(form.sent()) == 1


def test_marks_and_key_survive_a_reload(open_form):
    form = open_form()
    form.tap(0, 0.3)
    key = form.page.evaluate("JSON.parse(localStorage['mendline.draft.test']).idempotency_key")
    form.page.reload()
    form.page.wait_for_selector("body[data-ready]")

    assert form.value(0) == "3.0"
    assert form.value(1) is None
    mark_all(form)
    form.send()
    assert form.sent()[0]["idempotency_key"] == key


def test_on_a_measured_screen_the_line_is_ten_centimetres_and_says_so(open_form):
    form = open_form()
    form.page.evaluate("localStorage['mendline.px-per-cm'] = '52'")
    form.page.reload()
    form.page.wait_for_selector("body[data-ready]")
    mark_all(form)
    form.send()

    assert form.sent()[0]["line_length_px"] == pytest.approx(520, abs=0.1)
    assert form.sent()[0]["calibrated"] is True


def test_a_line_that_does_not_fit_is_not_called_measured(open_form):
    form = open_form(size=(390, 844))
    form.page.evaluate("localStorage['mendline.px-per-cm'] = '52'")
    form.page.reload()
    form.page.wait_for_selector("body[data-ready]")
    mark_all(form)
    form.send()

    assert form.sent()[0]["line_length_px"] < 390
    assert form.sent()[0]["calibrated"] is False


def test_questions_are_answered_by_choosing(open_form):
    form = open_form("gad7")
    for group in form.page.get_by_role("radiogroup").all():
        group.get_by_role("radio", name="Several days").tap()
    form.page.get_by_role("radiogroup").nth(2).get_by_role("radio", name="Nearly every day").tap()
    form.send()

    (filled,) = form.sent()
    assert sorted(filled["answers"].values()) == ["1.0"] * 6 + ["3.0"]
    assert filled["line_length_px"] is None


def test_questions_are_answered_by_keyboard(open_form):
    form = open_form("gad7")
    form.page.keyboard.press("Tab")
    form.page.keyboard.press("Space")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.press("ArrowDown")

    assert form.page.get_by_role("radiogroup").nth(0).get_by_role("radio").nth(2).is_checked()


def test_an_unanswered_question_is_pointed_at(open_form):
    form = open_form("phq9")
    form.send()

    assert form.page.get_by_text("This question is still waiting for your answer.").count() == 9
    assert form.page.get_by_role("radio").nth(0).evaluate("one => one === document.activeElement")


def test_the_form_works_where_the_browser_keeps_nothing(open_form):
    form = open_form()
    form.page.add_init_script("Object.defineProperty(globalThis, 'localStorage', {get() { throw new Error('no') }})")
    form.page.reload()
    form.page.wait_for_selector("body[data-ready]")
    mark_all(form)
    form.send()

    assert len(form.sent()) == 1


def test_items_say_their_language_and_run_its_way_even_in_an_arabic_form(open_form):
    form = open_form("phq9", direction="rtl", language="ar")
    prompt, answers = form.page.locator(".prompt").first, form.page.locator(".item .slot").first

    assert [part.evaluate("part => [part.lang, part.dir]") for part in (prompt, answers)] == [["en", "ltr"]] * 2
    assert form.page.get_by_role("button", name="إرسال إجاباتي").is_visible()


def test_an_arabic_line_is_in_arabic_and_starts_on_the_right(open_form):
    form = open_form("ors", direction="rtl", language="ar")

    form.tap(0, 0.02)

    assert form.page.locator(".prompt").first.get_attribute("lang") is None
    assert form.spoken(0) in {"قريب جدًا من: جيد جدًا", "عند الطرف تمامًا: جيد جدًا"}
    assert float(form.value(0) or 0) > 9
