"""A form on another device: by a link with a word, by six digits, by its picture; and on no second one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fit.casework import clinician
from fit.casework.views import Asked, Way
from fit.ratings import Mode
from tests.dashboard.handover.served import CLIENT_NAME, mark_all, send, until

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser, served):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, base_url=served.url)
    yield context
    context.close()


@pytest.fixture
def other_phone(browser, served):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, base_url=served.url)
    yield context
    context.close()


@pytest.fixture
def given(served):
    """Give out a form; returns what opens it."""

    def one(way, *scales, word=""):
        asked = [Asked(episode_id=served.episode_id, scale_ids=scales or ("ors",))]
        return clinician.invite(served.clinic, served.actor, asked, way=way, word=word)

    return one


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    return page


def ready(page):
    page.wait_for_selector("main[data-ready]")


def test_a_link_asks_for_the_word_names_nobody_and_then_opens(phone, other_phone, given, served):
    address = f"/k/{given(Way.LINK, word='heron').token}"
    page = opened(phone, address)

    expect(
        page.get_by_text("Your clinician and those who support them at the clinic see your answers.")
    ).to_be_visible()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    assert CLIENT_NAME not in page.content()
    assert page.locator(".line-track").count() == 0
    page.get_by_label("Your initials, or the word").fill("HERON ")
    page.get_by_role("button", name="Open the form").tap()
    ready(page)
    assert CLIENT_NAME not in page.content()
    mark_all(page)
    send(page)
    expect(page.get_by_text("You can close this page now.")).to_be_visible()
    (rating,) = served.ratings()
    assert rating.mode == Mode.REMOTE.value
    # whoever finds the link afterwards does not learn that it was answered
    late = opened(other_phone, address)
    expect(late.get_by_role("heading", name="This form is closed")).to_be_visible()
    assert "arrived" not in late.locator("main").inner_text()


def test_a_wrong_word_opens_nothing_and_says_so_kindly(phone, given):
    page = opened(phone, f"/k/{given(Way.LINK, word='heron').token}")
    page.get_by_label("Your initials, or the word").fill("egret")
    page.get_by_role("button", name="Open the form").tap()

    expect(page.get_by_role("alert")).to_have_text("That did not fit. Please try once more, or ask your clinician.")
    expect(page.get_by_label("Your initials, or the word")).to_have_value("egret")
    assert page.locator(".line-track").count() == 0


@pytest.mark.parametrize("first_digit", ["0", "\u0660", "\u06f0"])
def test_six_digits_typed_by_keyboard_open_the_form(phone, given, first_digit):
    code = "".join(chr(ord(first_digit) + int(digit)) for digit in given(Way.CODE).code)
    page = opened(phone, "/k")
    expect(page.get_by_label("The six digits")).to_be_focused()
    page.keyboard.type(f"{code[:3]} - {code[3:]}")
    page.keyboard.press("Enter")
    ready(page)

    expect(page.get_by_role("heading", name="How has the past week been for you?")).to_be_visible()


def test_a_wrong_code_says_so(phone):
    page = opened(phone, "/k")
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Open the form").tap()

    expect(page.get_by_role("alert")).to_contain_text("no form with this code")


def test_the_picture_opens_the_form_with_one_press_and_on_no_second_device(phone, other_phone, given):
    address = f"/k/{given(Way.CODE).token}"
    page, late = opened(phone, address), opened(other_phone, address)
    page.get_by_role("button", name="Open the form").tap()
    ready(page)
    late.get_by_role("button", name="Open the form").tap()

    expect(late.get_by_role("heading", name="This form is open on another device")).to_be_visible()
    assert late.locator(".line-track").count() == 0


def test_on_a_device_of_the_clients_own_there_is_no_way_to_a_pin(phone, given):
    page = opened(phone, f"/k/{given(Way.CODE).token}")
    page.get_by_role("button", name="Open the form").tap()
    ready(page)

    assert page.get_by_role("button", name="For the clinician").count() == 0
    assert page.locator("#take-back").count() == 0


def test_scales_come_one_after_the_other_and_a_reload_goes_on_where_one_was(phone, given, served):
    page = opened(phone, f"/k/{given(Way.CODE, 'ors', 'srs').token}")
    page.get_by_role("button", name="Open the form").tap()
    ready(page)
    mark_all(page)
    send(page)
    expect(page.get_by_role("heading", name="How was today for you?")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="How was today for you?")).to_be_visible()
    mark_all(page, (0.9, 0.9, 0.95, 0.9))
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert sorted(row.scale for row in served.ratings()) == ["ors", "srs"]


def test_with_the_network_away_the_next_scale_comes_all_the_same_and_both_arrive_later(phone, given, served):
    page = opened(phone, f"/k/{given(Way.CODE, 'ors', 'srs').token}")
    page.get_by_role("button", name="Open the form").tap()
    ready(page)
    page.route("**/rating", lambda route: route.abort())
    mark_all(page)
    send(page)
    expect(page.get_by_role("heading", name="How was today for you?")).to_be_visible()
    mark_all(page, (0.9, 0.9, 0.95, 0.9))
    send(page)
    expect(page.get_by_role("heading", name="Saved on this device")).to_be_visible()
    assert served.ratings() == []
    page.unroute("**/rating")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=20_000)
    assert sorted(row.scale for row in served.ratings()) == ["ors", "srs"]
    until(page, "Object.keys(localStorage).filter((key) => key.startsWith('mendline.draft')).length === 0")
