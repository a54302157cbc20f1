"""Several people, one tablet: each is asked for, spoken to in their own language, and leaves nothing behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fit.casework import administrator, clinician
from fit.casework.views import Asked
from fit.scales import AgeBand, Informant
from tests.dashboard.handover.served import mark_all, open_form, send
from tests.dashboard.serving.small_clinic import PIN

pytestmark = pytest.mark.browser


@pytest.fixture
def give(served):
    """Hand the tablet over for (episode, scales, informant), one after the other."""

    def one(*turns):
        asked = [Asked(episode_id=episode, scale_ids=scales, informant=who) for episode, scales, who in turns]
        return clinician.hand_over(served.clinic, served.actor, asked, web_session_token=served.web_session()).token

    return one


def begin(page):
    page.get_by_role("button", name="This is me: begin").tap()
    expect(page.get_by_role("slider")).to_have_count(4)


def test_child_caregiver_and_teacher_are_asked_for_and_asked_in_their_own_words(tablet, served, give):
    child = administrator.add_client(served.clinic, served.actor, code="child", age_band=AgeBand.CHILD)
    page = tablet.new_page()
    page.goto(f"/k/{give(*((child, ('cors',), who) for who in list(Informant)[:3]))}")
    expect(page.get_by_role("heading", name="Now it is the child's turn")).to_be_visible()
    begin(page)
    assert page.locator(".prompt").first.inner_text() == "How do you feel inside?"
    # a face looks as if it could be pressed: it marks its end
    page.locator(".line-end .face").nth(1).tap()
    assert page.get_by_role("slider").first.get_attribute("aria-valuetext") == "right at the end: great"
    page.get_by_role("button", name="Reading help").tap()
    page.get_by_role("button", name="Larger text").tap()
    mark_all(page)
    send(page)

    expect(
        page.get_by_role("heading", name="Now it is the turn of the person who looks after the child")
    ).to_be_visible()
    assert page.locator("html").get_attribute("data-text-size") == "0"
    begin(page)
    assert page.locator(".prompt").first.inner_text() == "How does your child feel inside?"
    mark_all(page)
    send(page)
    expect(page.get_by_role("heading", name="Now it is the teacher's turn")).to_be_visible()
    begin(page)
    assert page.locator(".prompt").nth(2).inner_text() == "How is it in class and on the playground for this pupil?"
    mark_all(page)
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [row.informant for row in served.ratings()] == ["client", "caregiver", "teacher"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_each_is_spoken_to_in_their_own_language_to_the_end(tablet, served, give):
    second = administrator.add_client(
        served.clinic, served.actor, code="second", age_band=AgeBand.ADULT, language="ar", display_name="L. M."
    )
    page = tablet.new_page()
    turns = (served.episode_id, ("srs",), Informant.CLIENT), (second, ("srs", "gad7"), Informant.CLIENT)
    page.goto(f"/k/{give(*turns)}")
    begin(page)
    mark_all(page)
    send(page)
    expect(page.locator("#turn-title")).to_have_text("الآن دور \u2068L. M.\u2069")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    page.locator("#turn-begin").tap()
    expect(page.locator("#step")).to_have_text("الصفحة 1 من 2")
    expect(page.locator(".send")).to_have_text("إرسال ومتابعة")
    assert page.locator("#small-print").inner_text().startswith("صياغة محايدة")
    # the clinician's window is in the clinician's language, its keys from left to right
    page.get_by_role("button", name="For the clinician").tap()
    left = [page.get_by_role("button", name=digit, exact=True).bounding_box()["x"] for digit in "123"]
    assert left == sorted(left)
    expect(page.get_by_role("heading", name="Take the tablet back")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).tap()
    for scale in ("srs", "gad7"):
        expect(page.locator("#step")).to_have_text(f"الصفحة {['srs', 'gad7'].index(scale) + 1} من 2")
        page.locator(".skip").tap()
        page.get_by_role("button", name="لا يوجد وقت").tap()

    expect(page.get_by_role("heading", name="لا بأس")).to_be_visible()
    expect(page.get_by_text("لم تُرسل أي إجابات.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="لا بأس")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_whoever_may_be_in_danger_can_stop_and_the_pin_goes_on(tablet, served):
    page = open_form(tablet, served.hand_over("phq9,gad7"))
    assert page.locator("#step").inner_text() == "Page 1 of 2"
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio", name="More than half the days").tap()
    page.get_by_role("button", name="Send and go on").tap()
    page.get_by_role("button", name="I have read this").tap()
    expect(page.get_by_role("heading", name="Would you like to stop here?")).to_be_visible()
    page.get_by_role("button", name="Stop here and give the tablet back").tap()

    expect(page.get_by_role("heading", name="Please call your clinician")).to_be_visible()
    expect(page.get_by_text("Your answers so far go to your clinician.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Please call your clinician")).to_be_visible()
    assert [row.scale for row in served.ratings()] == ["phq9"]
    page.get_by_role("button", name="For the clinician").tap()
    expect(page.get_by_text("marks that were not sent are forgotten")).to_be_visible()
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="Go on with the form").tap()
    expect(page.locator("#step")).to_have_text("Page 2 of 2")
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
