"""Hearing the prompts, larger text and stronger contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HERE = {"lang": "en-GB", "name": "here", "localService": True}
ARABIC = {"lang": "ar-SA", "name": "arabic", "localService": True}
ELSEWHERE = {"lang": "en-US", "name": "elsewhere", "localService": False}
FIRST = "How I have been feeling in myself"


def said(form):
    return form.page.evaluate("globalThis.said")


def finish(form):
    form.page.evaluate("speechSynthesis.finish()")


def read_rows(form):
    return form.page.locator(".is-read .prompt").all_inner_texts()


def test_each_prompt_can_be_heard_with_the_ends_of_its_line(open_form):
    form = open_form(voices=[ARABIC, ELSEWHERE, HERE])
    form.page.get_by_role("button", name=f"Read aloud: {FIRST}").tap()

    assert said(form) == [["here", "en-GB", f"{FIRST}. very low. very good"]]
    assert read_rows(form) == [FIRST]
    finish(form)
    assert read_rows(form) == []


def test_hearing_stops_at_once_on_demand(open_form):
    form = open_form(voices=[HERE])
    form.page.get_by_role("button", name=f"Read aloud: {FIRST}").tap()
    form.page.locator(".speak").first.tap()

    assert read_rows(form) == []
    assert len(said(form)) == 1


def test_all_prompts_are_read_one_after_the_other(open_form):
    form = open_form(voices=[HERE])
    form.open_help()
    form.page.get_by_role("button", name="Read aloud", exact=True).tap()
    prompts = form.page.locator(".prompt").all_inner_texts()
    heard = []
    for _ in prompts:
        heard += read_rows(form)
        finish(form)

    assert heard == prompts
    assert [text.split(". ")[0] for _, _, text in said(form)] == prompts
    expect(form.page.get_by_role("button", name="Reading help")).to_be_visible()


def test_while_it_reads_the_button_of_the_help_stops_it(open_form):
    form = open_form(voices=[HERE])
    form.open_help()
    form.page.get_by_role("button", name="Read aloud", exact=True).tap()
    stop = form.page.locator(".opener")
    expect(stop).to_have_text("Stop reading")
    expect(stop).to_be_focused()
    stop.tap()

    assert read_rows(form) == []
    assert len(said(form)) == 1


def test_sending_stops_the_reading(open_form):
    form = open_form(voices=[HERE])
    form.mark_all()
    form.page.locator(".speak").nth(2).tap()
    form.send()

    assert read_rows(form) == []


def test_the_form_is_read_in_its_own_language(open_form):
    form = open_form(voices=[HERE, ARABIC], variant={"language": "ar"})
    form.page.locator(".speak").first.tap()

    assert said(form)[0][:2] == ["arabic", "ar-SA"]


def test_simplified_chinese_is_read_by_a_voice_of_the_mainland(open_form):
    voices = [{"lang": lang, "name": lang, "localService": True} for lang in ("zh-TW", "zh_CN")]
    form = open_form(voices=voices, variant={"language": "zh-Hans"})
    form.page.locator(".speak").first.tap()

    assert said(form)[0][0] == "zh_CN"


@pytest.mark.parametrize("voices", [None, [], [ARABIC], [ELSEWHERE]])
def test_without_a_voice_of_this_device_for_the_language_nothing_offers_to_read(open_form, voices):
    form = open_form(voices=voices)
    form.open_help()

    expect(form.page.get_by_role("button", name="Larger text")).to_be_visible()
    assert form.page.get_by_role("button", name="Read aloud").count() == 0


def test_a_voice_that_comes_late_is_offered_when_it_comes(open_form):
    form = open_form(voices=[])
    form.page.evaluate(
        "v => { speechSynthesis.voices = [v]; speechSynthesis.dispatchEvent(new Event('voiceschanged')); }", HERE
    )

    expect(form.page.get_by_role("button", name=f"Read aloud: {FIRST}")).to_be_visible()


def height(form):
    return form.page.locator(".prompt").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")


def test_text_has_three_sizes_and_the_device_keeps_the_wish(open_form):
    form = open_form()
    sizes = [height(form)]
    form.open_help()
    for _ in range(3):
        form.page.get_by_role("button", name="Larger text").tap(force=True)  # the last is one too many
        sizes.append(height(form))
    form.reload()

    assert sizes[0] < sizes[1] < sizes[2] == sizes[3]
    assert height(form) == sizes[2]
    form.open_help()
    form.page.get_by_role("button", name="Smaller text").tap()
    assert height(form) == sizes[1]


def test_stronger_contrast_is_kept_and_can_be_taken_back(open_form):
    form = open_form()
    form.open_help()
    contrast = form.page.get_by_role("button", name="Stronger contrast")
    contrast.tap()
    form.reload()
    form.open_help()

    expect(contrast).to_have_attribute("aria-pressed", "true")
    assert form.page.locator(".prompt").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    contrast.tap()
    expect(contrast).to_have_attribute("aria-pressed", "false")
    assert form.page.locator(".prompt").first.evaluate("one => getComputedStyle(one).color") == "rgb(31, 42, 46)"


def test_the_help_opens_and_closes_by_keyboard(open_form):
    form = open_form()
    opener = form.page.locator(".opener")
    opener.focus()
    form.page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    form.page.keyboard.press("Tab")
    expect(form.page.get_by_role("button", name="Larger text")).to_be_focused()
    form.page.keyboard.press("Escape")

    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_the_help_closes_by_itself_when_somebody_goes_on(open_form):
    form = open_form()
    form.open_help()
    form.tap(0, 0.2)
    expect(form.page.get_by_role("group", name="Reading help")).to_have_count(0)

    assert form.value(0) == "2.0"


def test_opening_the_help_moves_nothing_on_the_screen(open_form):
    form = open_form()
    before = form.page.locator(".line-track").nth(3).bounding_box()
    form.open_help()

    assert form.page.locator(".line-track").nth(3).bounding_box() == before
