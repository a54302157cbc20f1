"""What a client meets on the tablet, from the first look to the thank-you."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from fit.ratings import Mode
from tests.dashboard.handover.served import CLIENT_NAME, mark, mark_all, open_form, send, violations

pytestmark = pytest.mark.browser

SIZES = [(768, 1024), (1024, 768), (390, 844)]
MOST_BYTES = 25_000


@pytest.mark.parametrize("scale_id", ["ors", "srs", "gsrs"])
@pytest.mark.parametrize("size", SIZES)
def test_four_lines_and_the_button_are_seen_without_scrolling(tablet, served, scale_id, size):
    page = tablet.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/k/{served.hand_over(scale_id)}")

    expect(page.get_by_role("slider")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    card, line, prompt = (page.locator(one).first.bounding_box() for one in (".items", ".line-track", ".prompt"))
    left, right = line["x"] - card["x"], card["x"] + card["width"] - line["x"] - line["width"]
    assert left == pytest.approx(right, abs=2)
    assert prompt["x"] == pytest.approx(line["x"], abs=2)
    expect(page.get_by_role("button", name="Send my answers")).to_be_in_viewport(ratio=1)


def test_there_is_nothing_else_on_the_screen(form):
    assert form.get_by_role("link").count() == 0
    assert form.get_by_role("navigation").count() == 0
    assert form.get_by_role("button").all_inner_texts() == [
        "Send my answers",
        "I would rather not answer today",
        "Reading help",
        "For the clinician",
    ]


def test_neither_page_nor_address_nor_title_says_who_it_is(form):
    for text in (form.content(), form.url, form.title()):
        assert CLIENT_NAME not in text
        assert "Clinician" not in text
    assert form.title() == "A short form"


def test_the_client_sees_no_number_but_the_year_of_the_copyright(form):
    assert re.findall(r"\d+", form.locator("body").inner_text()) == ["2000"]
    assert "Neutral wording, not the licensed form." in form.locator("footer").inner_text()


@pytest.mark.parametrize("size", SIZES)
def test_marks_become_one_rating_and_a_thank_you(tablet, served, size):
    page = open_form(tablet, served.hand_over())
    page.set_viewport_size({"width": size[0], "height": size[1]})
    mark_all(page)
    send(page)

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)
    (row,) = served.ratings()
    assert (row.scale, row.total, row.mode) == ("ors", 225, Mode.TABLET.value)
    assert row.line_length_px > 300


def test_the_whole_form_can_be_filled_in_by_keyboard(form, served):
    for keys in (["ArrowRight"], ["End"], ["ArrowRight", "PageUp", "PageUp"], ["Home"]):
        form.keyboard.press("Tab")
        hint = form.get_by_text("Use the arrow keys to mark this line.").locator("visible=true")
        expect(hint).to_have_count(1)
        for key in keys:
            form.keyboard.press(key)
        expect(hint).to_have_count(0)
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")

    expect(form.get_by_role("heading", name="Thank you")).to_be_focused()
    assert served.ratings()[0].total == 50 + 100 + 70 + 0


def test_without_all_marks_nothing_is_sent(form, served):
    mark(form, 0, 0.5)
    send(form)

    expect(form.get_by_text("This line is still waiting for your mark.").nth(1)).to_be_visible()
    expect(form.get_by_role("status").filter(has_text="One more look")).to_be_visible()
    assert served.ratings() == []


def test_questions_are_answered_on_the_same_page(tablet, served):
    page = open_form(tablet, served.hand_over("phq9"))
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio", name="More than half the days").tap()
    send(page)
    expect(page.get_by_role("heading", name="Please tell your clinician now")).to_be_visible()
    page.get_by_role("button", name="I have read this").tap()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    (row,) = served.ratings()
    assert (row.scale, row.total, row.line_length_px) == ("phq9", 180, None)


def test_afterwards_the_address_answers_only_thank_you(form, tablet):
    mark_all(form)
    send(form)
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    form.reload()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    again = tablet.new_page()
    again.goto(form.url)

    expect(again.get_by_role("heading", name="Thank you")).to_be_visible()
    assert again.get_by_role("slider").count() == 0


def test_the_back_button_stays_on_the_form(form):
    mark(form, 0, 0.5)
    for _ in range(3):
        form.evaluate("history.back()")
        form.wait_for_timeout(100)

    expect(form.get_by_role("slider")).to_have_count(4)


def test_without_its_script_the_form_says_so_after_a_while_and_not_before(tablet, served):
    page = tablet.new_page()
    page.route("**/form.js", lambda route: route.abort())
    page.goto(f"/k/{served.hand_over()}")
    again = page.get_by_role("link", name="Try again")
    expect(again).to_be_hidden()
    (wait,) = page.evaluate(
        "document.getAnimations().map((one) => { one.finish(); return one.effect.getTiming().delay; })"
    )

    assert wait >= 5000
    expect(again).to_be_visible()
    page.unroute("**/form.js")
    again.tap()
    expect(page.get_by_role("slider")).to_have_count(4)
    expect(again).to_be_hidden()


def test_an_expired_form_asks_for_the_tablet(tablet, served):
    token = served.hand_over()
    served.clock.by = served.clinic.settings.hand_over_limit
    page = open_form(tablet, token)

    expect(page.get_by_role("heading", name="Please give the tablet back")).to_be_visible()
    assert page.get_by_role("slider").count() == 0


def test_a_form_that_expires_before_sending_says_that_it_was_not_sent(form, served):
    mark_all(form)
    served.clock.by = served.clinic.settings.hand_over_limit
    send(form)

    expect(form.get_by_text("could not be sent")).to_be_visible()
    assert served.ratings() == []
    assert form.evaluate("Object.keys(localStorage)") == []


def test_an_unknown_address_says_that_there_is_no_form(tablet):
    page = tablet.new_page()
    page.goto("/k/no-such-form")

    expect(page.get_by_role("heading", name="This form is closed")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()


def test_every_screen_passes_axe(tablet, served):
    page = open_form(tablet, served.hand_over())
    page.emulate_media(reduced_motion="reduce")  # colours on their way are judged too
    found = {"form": violations(page)}
    send(page)
    found["pointed at"] = violations(page)
    page.get_by_role("button", name="For the clinician").tap()
    found["pin"] = violations(page)
    page.get_by_role("button", name="Back").tap()
    mark_all(page)
    found["marked"] = violations(page)
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    found["thanks"] = violations(page)
    found["questions"] = violations(open_form(tablet, served.hand_over("gad7")))
    page.goto("/k/no-such-form")
    found["closed"] = violations(page)

    assert {name: ids for name, ids in found.items() if ids} == {}


def test_nothing_is_asked_of_another_host_and_little_is_sent(tablet, served):
    page = tablet.new_page()
    asked, sizes = [], []
    network = tablet.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/k/{served.hand_over()}")
    page.wait_for_selector("main[data-ready]")

    assert [url for url in asked if not url.startswith(served.url)] == []
    assert 4_000 < sum(sizes) < MOST_BYTES


def test_the_page_works_under_the_strictest_content_policy_without_a_complaint(tablet, served):
    page = tablet.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"/k/{served.hand_over()}")
    page.wait_for_selector("main[data-ready]")
    mark_all(page)

    assert "unsafe" not in answer.headers["content-security-policy"]
    assert complaints == []
