"""The tablet goes to the client, and comes back only for the clinician's PIN."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import access
from tests.dashboard.handover.served import mark, mark_all, open_form, send, signed_in
from tests.dashboard.serving.small_clinic import PIN

pytestmark = pytest.mark.browser

WRONG = "135790"


def type_pin(page, pin):
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="To the client's page").tap()


def cookie_of(tablet):
    return next((one for one in tablet.cookies() if one["name"] == COOKIE), None)


def hand_over_by_form(tablet, served, scale="ors"):
    """Post what the button of the client's page posts."""
    return tablet.request.post(
        "/session/hand-over",
        form={"ask": f"{served.episode_id}:client:0:{scale}"},
        headers={"origin": served.url},
        max_redirects=0,
    )


def test_handing_over_signs_the_clinician_out_and_opens_the_form(tablet, served):
    token = signed_in(tablet, served)
    answer = hand_over_by_form(tablet, served)

    assert answer.status == 303
    assert answer.headers["location"].startswith("/k/")
    assert cookie_of(tablet) is None
    assert access.actor_of(served.clinic, token) is None


def test_nothing_else_of_the_clinic_can_be_reached_from_the_form(tablet, served):
    signed_in(tablet, served)
    page = open_form(tablet, hand_over_by_form(tablet, served).headers["location"].rpartition("/")[2])
    page.goto(f"/client?episode={served.episode_id}")

    expect(page).to_have_url(f"{served.url}/session/sign-in?next=/client%3Fepisode%3D{served.episode_id}")


def test_the_right_pin_brings_the_clinician_back_to_the_client(form, tablet, served):
    mark_all(form)
    send(form)
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    form.get_by_role("button", name="For the clinician").tap()
    type_pin(form, PIN)

    expect(form.get_by_text(f"Clinician One: {served.episode_id}")).to_be_visible()
    cookie = cookie_of(tablet)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert access.actor_of(served.clinic, cookie["value"]).name == "Clinician One"


def test_a_wrong_pin_opens_nothing_and_says_so_calmly(form, tablet):
    form.get_by_role("button", name="For the clinician").tap()
    type_pin(form, WRONG)

    expect(form.get_by_text("That PIN did not fit. Please try once more.")).to_be_visible()
    expect(form.get_by_label("Your PIN")).to_have_value("")
    assert cookie_of(tablet) is None


def test_after_some_wrong_pins_the_next_one_has_to_wait(form, tablet):
    form.get_by_role("button", name="For the clinician").tap()
    for _ in range(4):
        type_pin(form, WRONG)
        expect(form.get_by_label("Your PIN")).to_have_value("")
    type_pin(form, PIN)

    expect(form.get_by_text("Too many tries. Please wait about 15 seconds, then try again.")).to_be_visible()
    assert cookie_of(tablet) is None


def test_a_client_who_opened_the_pin_pad_finds_the_marks_again(form):
    mark(form, 0, 0.5)
    form.get_by_role("button", name="For the clinician").tap()
    form.get_by_role("button", name="Back").tap()

    assert form.get_by_role("slider").nth(0).get_attribute("aria-valuetext") == "in the middle"


def test_the_pin_can_be_typed_and_erased(form, served):
    form.get_by_role("button", name="For the clinician").tap()
    field = form.get_by_label("Your PIN")
    expect(field).to_be_focused()
    form.keyboard.type(f"{PIN}7")
    form.get_by_role("button", name="Erase").tap()
    form.get_by_role("button", name="To the client's page").tap()

    expect(form.get_by_text(f"Clinician One: {served.episode_id}")).to_be_visible()


def test_taking_back_an_unfinished_form_ends_it_and_forgets_its_marks(form, tablet, served):
    address = form.url
    mark(form, 0, 0.5)
    form.get_by_role("button", name="For the clinician").tap()
    type_pin(form, PIN)
    expect(form.get_by_text("Clinician One")).to_be_visible()
    assert form.evaluate("Object.keys(localStorage)") == []
    form.goto(address)

    expect(form.get_by_role("heading", name="Please give the tablet back")).to_be_visible()
    assert served.ratings() == []


def test_taking_back_sends_first_what_is_still_waiting(form, served):
    form.route("**/rating", lambda route: route.abort())
    mark_all(form)
    send(form)
    expect(form.get_by_role("heading", name="Saved on this device")).to_be_visible()
    form.unroute("**/rating")
    form.get_by_role("button", name="For the clinician").tap()
    type_pin(form, PIN)
    expect(form.get_by_text("Clinician One")).to_be_visible()

    assert len(served.ratings()) == 1


def test_without_script_the_pin_form_works_too(tablet, served):
    token = served.hand_over()
    answer = tablet.request.post(
        f"/k/{token}/take-back", form={"pin": PIN}, headers={"origin": served.url}, max_redirects=0
    )

    assert (answer.status, answer.headers["location"]) == (303, f"/client?episode={served.episode_id}&new=1")
    assert cookie_of(tablet)["httpOnly"] is True


def test_without_script_a_wrong_pin_shows_the_pad_again(tablet, served):
    token = served.hand_over()
    answer = tablet.request.post(f"/k/{token}/take-back", form={"pin": WRONG}, headers={"origin": served.url})

    assert answer.status == 403
    assert "That PIN did not fit." in answer.text()
    assert cookie_of(tablet) is None
