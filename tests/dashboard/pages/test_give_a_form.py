"""Giving a form: what is chosen first, what is said before anything is replaced, and what becomes of it."""

from __future__ import annotations

import pytest

from dashboard.components.given_out import LIVING
from dashboard.components.invitation_card import is_this_machine_alone
from fit.casework import client as clients
from fit.casework.clinician import begin_episode, invite, open_client, open_invitations, record_in_room, set_language
from fit.casework.views import Asked, FormState, Way
from fit.ratings import Mode
from fit.scales import AgeBand, Score, scale
from tests.dashboard.pages.looking import html, labels, links, look_at, said


@pytest.fixture
def actor(signed_in_as):
    return signed_in_as("clinician.one")


@pytest.fixture
def episode(clinic, actor):
    return begin_episode(clinic, actor, code="NEW-1", age_band=AgeBand.ADULT)


def give(episode):
    return look_at("hand_over", {"episode": episode})


def choose(page, place, value):
    page.get("button_group")[place].set_value(value).run()
    assert not page.exception, page.exception
    return page


def told(page):
    return " ".join(one.value for kind in (page.info, page.warning, page.caption, page.markdown) for one in kind)


def rate(clinic, actor, episode, scale_id="ors"):
    answers = {item.id: Score.of("4.5") for item in scale(scale_id).items}
    record_in_room(
        clinic,
        actor,
        episode,
        scale_id=scale_id,
        answers=answers,
        mode=Mode.ORAL,
        line_length_px=None,
        calibrated=False,
        idempotency_key=f"rated-{scale_id}",
    )


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception
    return page


def test_scales_are_named_in_words_and_those_of_the_age_come_first(episode):
    (scales,) = (one for one in give(episode).multiselect if one.label.startswith("Scales"))

    assert scales.options[0] == "ORS: Outcome Rating Scale: four lines about life in the past week, from 13 years"
    assert [one.split(":")[0] for one in scales.options] == ["ORS", "CORE-10", "GAD-7", "PHQ-9", "CORS"]


@pytest.mark.parametrize(
    ("years", "first"), [(5, ["YCORS", "CORS", "ORS"]), (6, ["CORS", "YCORS", "ORS"]), (None, ["CORS", "YCORS", "ORS"])]
)
def test_a_child_up_to_five_chooses_a_face(clinic, actor, years, first):
    born = None if years is None else clinic.today().year - years
    child = begin_episode(clinic, actor, code="YOUNG", age_band=AgeBand.CHILD, birth_year=born)
    (scales,) = (one for one in give(child).multiselect if one.label.startswith("Scales"))

    assert [one.split(":")[0] for one in scales.options] == first
    assert open_client(clinic, actor, child).pair == (("ycors", "ycsrs") if years == 5 else ("cors", "csrs"))


def test_neither_the_kind_nor_the_place_can_be_unchosen(episode):
    kind, place = (one.proto for one in give(episode).get("button_group")[:2])
    assert kind.required
    assert place.required


def test_a_whole_caseload_is_not_one_tap_away(episode):
    page = give(episode)
    assert [one.proto.select_all for one in page.multiselect] == [0, 0]


def test_a_group_is_asked_about_the_group_and_the_turns_are_said(episode):
    page = choose(give(episode), 0, "alliance")
    assert "The form shows no name." in said(page)
    others = next(one for one in page.multiselect if one.label.startswith("Others"))
    others.select(others.options[0]).run()
    assert "the screen shows the name of whose turn it is" in said(page)
    page.toggle[0].set_value(True).run()

    (scales,) = (one for one in page.multiselect if one.label.startswith("Scales"))
    assert scales.value == ["gsrs"]


def test_what_was_rated_already_is_said_before_with_the_way_to_correct_it(clinic, actor, episode):
    rate(clinic, actor, episode)
    page = choose(give(episode), 0, "outcome")

    assert "ORS by the client: rated today already" in told(page)
    assert ("All ratings", "ratings", f"episode={episode}") in links(page)
    assert not [one for one in page.get("bidi_component") if "hand_over" in one.proto.component_name]


def test_a_form_that_would_be_replaced_is_named_before(clinic, actor, episode):
    asked = [Asked(episode_id=episode, scale_ids=("ors",))]
    given = invite(clinic, actor, asked, way=Way.LINK, word="heron")
    (there,) = open_invitations(clinic, actor, episode)
    at = f"{there.created_at.astimezone():%H:%M}"

    assert f"This replaces the ORS given by link at {at}" in told(give(episode))
    assert "This replaces" not in told(choose(give(episode), 0, "alliance"))
    assert "Given out by link since" in " ".join(one.value for one in look_at("client", {"episode": episode}).markdown)
    assert given.handover_id == there.handover_id


def test_a_scale_without_wording_in_the_clients_language_is_named_before(clinic, actor, episode):
    set_language(clinic, actor, episode, "zh-Hans")
    page = give(episode)
    scales = next(one for one in page.multiselect if one.label.startswith("Scales"))
    assert "come in English" not in told(page)

    scales.select("phq9").run()
    assert "PHQ-9: there is no wording in 简体中文 here. The questions come in English." in told(page)

    set_language(clinic, actor, episode, "en")
    assert "come in English" not in told(give(episode))


def test_a_card_follows_its_form_and_withdrawing_one_in_use_asks_first(clinic, actor, episode):
    page = choose(give(episode), 1, "code")
    press(page, "Make a code")
    assert "Good until" in told(page)
    (form,) = open_invitations(clinic, actor, episode)
    assert form.state in LIVING

    code = next(part for part in html(page).split('class="ml-code">')[1:]).split("<")[0]
    token = clients.redeem_code(clinic, code, device="phone", source="10.0.0.9")
    page.run()
    assert "Good until" not in told(page)
    assert "the code opens nothing any more" in told(page)

    press(page, "Withdraw")
    assert "Somebody is filling it in right now" in told(page)
    press(page, "Let it be filled in")
    assert clients.open_form(clinic, token, device="phone").state is FormState.OPEN
    press(page, "Withdraw")
    press(page, "Withdraw it all the same")
    assert open_invitations(clinic, actor, episode)[0].state is FormState.WITHDRAWN
    assert "Withdrawn" in told(page)
    assert "Withdraw" not in labels(page)


def test_the_link_has_a_button_to_copy_it_and_the_word_its_rule(episode):
    page = choose(give(episode), 1, "link")
    page.text_input[0].input("47")
    press(page, "Make a link")
    assert "not digits alone" in page.error[0].value

    page.text_input[0].input("heron")
    press(page, "Make a link")
    assert "mendline.copy_button" in [one.proto.component_name for one in page.get("bidi_component")]


def test_the_tablet_can_be_measured_from_here(episode):
    assert 'href="/k/calibrate"' in html(give(episode))


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("http://127.0.0.1:8501", True),
        ("http://localhost:8501", True),
        ("http://[::1]:8501", True),
        ("http://192.168.1.20:8501", False),
        ("https://ratings.clinic.example", False),
        ("", False),
    ],
)
def test_an_address_that_other_devices_cannot_reach_is_known(address, alone):
    assert is_this_machine_alone(address) is alone
