"""A whole scale as a form, in a real browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SIZES = [(768, 1024), (1024, 768), (390, 844)]


@pytest.mark.parametrize("size", SIZES)
def test_four_marked_lines_are_sent_as_points(open_form, size):
    form = open_form(size=size)
    form.mark_all()
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
    form.mark_all()
    form.tap(0, 0.9)
    form.send()
    form.tap(0, 0.2)

    assert form.sent()[0]["answers"]["individual"] == "9.0"
    assert form.value(0) == "9.0"


def test_two_presses_send_once(open_form):
    form = open_form()
    form.mark_all()
    form.page.evaluate("() => { const send = document.querySelector('.send'); send.click(); send.click(); }")

    assert len(form.sent()) == 1


def test_marks_and_key_survive_a_reload(open_form):
    form = open_form()
    form.tap(0, 0.3)
    key = form.page.evaluate("JSON.parse(localStorage['mendline.draft.test']).idempotency_key")
    form.reload()

    assert form.value(0) == "3.0"
    assert form.value(1) is None
    form.mark_all()
    form.send()
    assert form.sent()[0]["idempotency_key"] == key


def measured(form, px, **other):
    """Keep what the page that measures a screen keeps, then draw the form anew."""
    form.page.evaluate(
        """async ([px, other]) => {
          (await import("/kept_here.js")).keepMeasure(px);
          const kept = JSON.parse(localStorage["mendline.px-per-cm"]);
          localStorage["mendline.px-per-cm"] = JSON.stringify({ ...kept, ...other });
        }""",
        [px, other],
    )
    form.reload()


def length_sent(form):
    form.mark_all()
    form.send()
    (filled,) = form.sent()
    return filled["line_length_px"], filled["calibrated"]


@pytest.mark.parametrize("variant", [{}, {"language": "ar"}])
def test_on_a_measured_screen_the_line_is_ten_centimetres_and_says_so(open_form, variant):
    form = open_form(variant=variant)
    measured(form, 52)

    assert length_sent(form) == (pytest.approx(520, abs=0.1), True)


def test_the_measure_holds_when_the_tablet_is_turned(open_form):
    form = open_form(size=(768, 1024), screen={"width": 768, "height": 1024})
    measured(form, 52)
    form.page.set_viewport_size({"width": 1024, "height": 768})
    form.reload()

    assert length_sent(form) == (pytest.approx(520, abs=0.1), True)


@pytest.mark.parametrize(
    "other", [{"ratio": 1.25}, {"short": 700}, {"long": 1366}, {"px_per_cm": 0}, {"px_per_cm": 900}]
)
def test_a_measure_of_another_zoom_or_screen_or_a_damaged_one_does_not_count(open_form, other):
    form = open_form()
    measured(form, 52, **other)

    assert length_sent(form) == (pytest.approx(560, abs=0.1), False)


def test_a_line_that_does_not_fit_is_not_called_measured(open_form):
    form = open_form(size=(390, 844))
    measured(form, 52)
    length, calibrated = length_sent(form)

    assert (300 < length < 390, calibrated) == (True, False)


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


REFUSED = {
    "all of it": "Object.defineProperty(globalThis, 'localStorage', {get() { throw new Error('no') }})",
    "writing": "Storage.prototype.setItem = () => { throw new Error('full') }",
}


@pytest.mark.parametrize("before", REFUSED.values(), ids=REFUSED.keys())
def test_the_form_works_where_the_browser_keeps_nothing(open_form, before):
    form = open_form(before=before)
    form.mark_all()
    form.open_help()
    form.page.get_by_role("button", name="Stronger contrast").tap()
    form.send()

    assert len(form.sent()) == 1
    assert form.page.evaluate("document.documentElement.dataset.contrast") == "strong"


def test_a_draft_that_is_damaged_begins_anew(open_form):
    form = open_form(before="localStorage['mendline.draft.test'] = '{broken'")

    assert form.value(0) is None
    form.mark_all()
    form.send()
    assert len(form.sent()) == 1


def test_items_say_their_language_and_run_its_way_even_in_an_arabic_form(open_form):
    form = open_form("phq9", variant={"language": "ar"})
    prompt, answers = form.page.locator(".prompt").first, form.page.locator(".item .slot").first

    assert [part.evaluate("part => [part.lang, part.dir]") for part in (prompt, answers)] == [["en", "ltr"]] * 2
    assert form.page.get_by_role("button", name="إرسال إجاباتي").is_visible()


def test_an_arabic_line_is_in_arabic_and_starts_on_the_right(open_form):
    form = open_form("ors", variant={"language": "ar"})

    form.tap(0, 0.02)

    assert not form.page.locator(".prompt").first.get_attribute("lang")
    assert form.spoken(0) in {"قريب جدًا من: جيد جدًا", "عند الطرف تمامًا: جيد جدًا"}
    assert float(form.value(0) or 0) > 9
