"""The line itself, in a real browser: by finger, by mouse, by keyboard, from either side."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.components.variants import LOW

pytestmark = pytest.mark.browser

DIGIT = re.compile(r"\d")


def test_a_new_line_has_no_mark_no_number_and_no_tick(open_form):
    form = open_form()

    assert form.line(0).locator(".line-mark").evaluate("mark => getComputedStyle(mark).opacity") == "0"
    assert form.spoken(0) == "not marked yet"
    assert form.line(0).locator("*").count() == 2  # the track and the mark that is not shown: nothing to be drawn to
    assert not DIGIT.search(form.page.locator(".mendline-form").inner_text())


def test_each_line_is_a_slider_with_its_prompt_as_name(open_form):
    form = open_form()

    assert form.page.get_by_role("slider").count() == 4
    named = form.page.get_by_role("slider", name="My life right now, all in all")
    assert named.get_attribute("aria-valuemin") == "0"
    assert named.get_attribute("aria-valuemax") == "10"


def test_the_target_is_56_pixels_high(open_form):
    assert open_form(size=(390, 844)).line(0).bounding_box()["height"] == 56


@pytest.mark.parametrize(("share", "points"), [(0.0, "0.0"), (0.25, "2.5"), (0.731, "7.3"), (1.0, "10.0")])
def test_a_tap_marks_where_the_finger_was(open_form, share, points):
    form = open_form()
    form.tap(1, share)

    assert form.value(1) == points
    assert form.value(0) is None


def test_a_tap_just_beyond_an_end_marks_the_end(open_form):
    form = open_form()
    x, y = form.place(0, 0.0)
    form.page.touchscreen.tap(x - 6, y)

    assert form.value(0) == "0.0"


def test_a_mark_shows_where_it_was_set(open_form):
    form = open_form()
    form.tap(0, 0.8)
    x, _ = form.place(0, 0.8)
    mark = form.page.locator(".line-mark").nth(0).bounding_box()

    assert mark["x"] + mark["width"] / 2 == pytest.approx(x, abs=1)


def test_a_finger_can_draw_the_mark_along_the_line(open_form):
    form = open_form()
    form.swipe(form.place(0, 0.2), form.place(0, 0.6))

    assert form.value(0) == "6.0"


def test_a_drawing_finger_may_leave_the_line(open_form):
    form = open_form()
    x, y = form.place(0, 0.9)
    form.swipe(form.place(0, 0.5), (x, y + 60))

    assert form.value(0) == "9.0"


def test_a_swipe_down_the_page_scrolls_and_never_marks(open_form):
    form = open_form()
    x, y = form.place(1, 0.5)
    form.swipe((x, y), (x + 3, y - 200))
    form.page.wait_for_function("scrollY > 50")

    assert [form.value(number) for number in range(4)] == [None] * 4


def test_a_swipe_down_the_page_leaves_an_earlier_mark_alone(open_form):
    form = open_form()
    form.tap(1, 0.3)
    x, y = form.place(1, 0.7)
    form.swipe((x, y), (x + 3, y - 200))
    form.page.wait_for_function("scrollY > 50")

    assert form.value(1) == "3.0"


def test_a_mouse_draws_too(open_form):
    form = open_form()
    form.page.mouse.move(*form.place(0, 0.1))
    form.page.mouse.down()
    form.page.mouse.move(*form.place(0, 0.45), steps=4)
    assert form.value(0) == "4.5"  # follows before it is let go
    form.page.mouse.up()

    assert form.value(0) == "4.5"


def test_the_right_mouse_button_marks_nothing(open_form):
    form = open_form()
    form.page.mouse.move(*form.place(0, 0.4))
    form.page.mouse.click(*form.place(0, 0.4), button="right")

    assert form.value(0) is None


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        (["ArrowRight"], "5.0"),
        (["ArrowLeft"], "5.0"),
        (["PageUp"], "5.0"),
        (["ArrowRight", "ArrowRight"], "5.1"),
        (["ArrowUp", "ArrowDown"], "4.9"),
        (["ArrowRight", "Shift+ArrowRight"], "6.0"),
        (["ArrowRight", "PageDown", "PageDown"], "3.0"),
        (["Home"], "0.0"),
        (["Home", "ArrowLeft"], "0.0"),
        (["End", "ArrowLeft"], "9.9"),
        (["End", "PageUp"], "10.0"),
    ],
)
def test_keys_move_the_mark(open_form, keys, points):
    form = open_form()
    form.line(2).focus()
    for key in keys:
        form.page.keyboard.press(key)

    assert form.value(2) == points


def test_the_tab_key_goes_from_line_to_line_and_to_send(open_form):
    form = open_form()
    form.page.keyboard.press("Tab")
    for number in range(4):
        assert form.line(number).evaluate("line => line === document.activeElement")
        form.page.keyboard.press("Tab")

    assert form.page.evaluate("document.activeElement.textContent") == "Send my answers"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "right at the end: very hard"),
        (0.1, "very close to: very hard"),
        (0.3, "nearer to: very hard"),
        (0.5, "in the middle"),
        (0.6, "a little nearer to: very good"),
        (1.0, "right at the end: very good"),
    ],
)
def test_a_reader_hears_the_place_in_words_without_a_number(open_form, share, words):
    form = open_form()
    form.tap(3, share)

    assert form.spoken(3) == words


def test_from_right_to_left_the_low_end_is_on_the_right(open_form):
    form = open_form(variant={"language": "ar"})
    form.tap(0, 0.9)
    form.tap(1, 0.25)

    assert (form.value(0), form.value(1)) == ("1.0", "7.5")
    low = form.page.get_by_text(LOW).first.bounding_box()
    assert low["x"] > form.place(0, 0.5)[0]


def test_from_right_to_left_the_mark_shows_under_the_finger(open_form):
    form = open_form(variant={"language": "ar"})
    form.tap(0, 0.2)
    mark = form.page.locator(".line-mark").nth(0).bounding_box()

    assert mark["x"] + mark["width"] / 2 == pytest.approx(form.place(0, 0.2)[0], abs=1)


def test_from_right_to_left_the_left_arrow_goes_towards_the_high_end(open_form):
    form = open_form(variant={"language": "ar"})
    form.line(0).focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight"):
        form.page.keyboard.press(key)

    assert form.value(0) == "5.1"


def test_nothing_moves_for_who_asked_for_less_motion(open_form):
    form = open_form(reduced_motion="reduce")

    assert form.page.locator(".line-mark").nth(0).evaluate("mark => getComputedStyle(mark).transitionDuration") == "0s"


def test_the_mark_is_seen_in_forced_colours(open_form):
    form = open_form(forced_colors="active")
    form.tap(0, 0.5)
    colours = form.page.evaluate(
        """() => [".line-mark", ".line-track", ".items"].map(
            (name) => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )

    assert len(set(colours)) == 3
