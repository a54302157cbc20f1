"""A client's page right after something was sent: what cannot wait first, the newest numbers, then what to say."""

from __future__ import annotations

import json
import re

import pytest

from dashboard.risk_words import TOPIC
from fit.casework.clinician import begin_episode, mark_alert, open_client, open_urgent, record_in_room, skip_in_room
from fit.casework.views import AlertState, SkipReason
from fit.ratings import Informant, Mode
from fit.scales import AgeBand, Score, scale, scales
from tests.dashboard.pages.looking import html, links, look_at, said


@pytest.fixture
def actor(signed_in_as):
    return signed_in_as("clinician.one")


@pytest.fixture
def give(clinic, actor):
    """Record marks [points] on a scale today: one for all items, or one an item."""
    count = iter(range(1000))

    def record(episode, scale_id, marks, informant=Informant.CLIENT):
        items = scale(scale_id).items
        given = marks if isinstance(marks, (list, tuple)) else [marks] * len(items)
        answers = {item.id: Score.of(str(mark)) for item, mark in zip(items, given, strict=True)}
        record_in_room(
            clinic,
            actor,
            episode,
            scale_id=scale_id,
            answers=answers,
            mode=Mode.TABLET,
            line_length_px=None,
            calibrated=False,
            idempotency_key=f"given-{next(count)}",
            informant=informant,
        )

    return record


def skip(clinic, actor, episode, scale_id="ors", reason=SkipReason.NO_TIME):
    skip_in_room(clinic, actor, episode, scale_id=scale_id, reason=reason, idempotency_key="skipped-1")


def opened(episode):
    return look_at("client", {"episode": episode, "new": "1"})


def rung(page):
    (chart,) = page.get("plotly_chart")
    ring = [trace for trace in json.loads(chart.proto.spec)["data"] if trace["name"] == "newest"]
    return [(trace["x"], trace["y"]) for trace in ring]


def order(page, *parts):
    return [part for _, part in sorted((html(page).index(part), part) for part in parts)]


def test_every_question_about_risk_has_a_topic_in_our_words():
    asked = {item.id for each in scales().values() for item in each.items if item.risk}
    assert asked == set(TOPIC)


QUESTIONS = {
    "phq9": ([0] * 8 + [1], "Thoughts of being better off dead, or of hurting oneself: “Several days” (1 of 3)"),
    "core10": ([0] * 5 + [2] + [0] * 4, "Plans to end one\u2019s life: “Sometimes” (2 of 4)"),
}


@pytest.mark.parametrize("scale_id", QUESTIONS)
def test_a_risk_answer_is_the_first_thing_on_the_page_in_words_with_what_to_ask_and_to_do(
    clinic, actor, give, episode_of, scale_id
):
    marks, words = QUESTIONS[scale_id]
    episode = episode_of("FALLING-ALLIANCE")
    give(episode, scale_id, marks)
    page = opened(episode)

    assert f"{words} {scale(scale_id).title}" in said(page)
    assert "Today FALLING-ALLIANCE · Session 7, today · new" in said(page)
    assert order(page, "Plans to" if scale_id == "core10" else "Thoughts of being", "ml-newest", "ml-prompts") == [
        "Plans to" if scale_id == "core10" else "Thoughts of being",
        "ml-newest",
        "ml-prompts",
    ]
    assert page.button[0].label == "I have seen this"
    assert said(page).count("Are you thinking of ending your life?") == 1
    assert said(page).count("write down what you will do and whom you will call") == 1

    page.button[0].click().run()
    assert open_urgent(clinic, actor) == ()
    assert "FALLING-ALLIANCE · Session 7, today · seen" in said(page)


def test_a_closed_risk_alert_leaves_the_top_and_takes_its_prompt_along(clinic, actor, give, episode_of):
    episode = episode_of("STEADY")
    give(episode, "phq9", [0] * 8 + [3])
    (alert,) = (one for one in open_client(clinic, actor, episode).alerts if one.rule == "risk_answer")
    mark_alert(clinic, actor, alert.alert_id, AlertState.CLOSED, "Talked, plan written down.")
    page = opened(episode)

    assert "Thoughts of being better off dead" not in said(page)
    assert "ending your life" not in said(page)
    assert "Closed: Talked, plan written down." in said(page)


def test_the_newest_numbers_stand_before_the_prompts_and_the_course_before_the_verdicts(give, episode_of):
    episode = episode_of("FALLING-ALLIANCE")
    give(episode, "ors", [5, 5.1, 5.2, 6])
    page = opened(episode)

    assert "Today, session 7 ORS 21.3 (24.6 the time before)" in said(page)
    assert order(page, "ml-newest", "ml-prompts", "ml-legend", "Against the expected path") == [
        "ml-newest",
        "ml-prompts",
        "ml-legend",
        "Against the expected path",
    ]
    assert rung(page) == [([7], [21.3])]


def test_what_the_client_gave_today_is_no_button_that_would_be_refused(give, episode_of):
    episode = episode_of("STEADY")
    give(episode, "ors", 6)
    page = opened(episode)

    assert len([one for one in page.get("bidi_component") if "hand_over" in one.proto.component_name]) == 1
    assert ("Outcome rating given today: see or correct it", "ratings", f"episode={episode}") in links(page)


def test_what_a_caregiver_gave_does_not_count_as_the_childs_own(clinic, actor, give):
    child = begin_episode(clinic, actor, code="YOUNG", age_band=AgeBand.CHILD)
    give(child, "cors", 5, Informant.CAREGIVER)

    assert {one.scale_id for one in open_client(clinic, actor, child).scales if one.recorded_today} == set()


def test_of_ratings_that_came_at_once_the_latest_session_is_rung(actor, episode_of):
    ((sessions, _),) = rung(opened(episode_of("FALLING-ALLIANCE")))
    assert set(sessions) == {6}


def test_prompts_say_of_which_rating_they_speak(give, episode_of):
    episode = episode_of("FALLING-ALLIANCE")
    before = said(look_at("client", {"episode": episode}))
    assert re.search(r"About the SRS of session 6, [^:]+: 35.1 \(\d\d\.\d the time before\)", before)

    give(episode, "ors", 2)
    page = said(opened(episode))
    assert page.index("About today\u2019s ORS: 8.0 (24.6 the time before)") < page.index("About the SRS of session 6")


def test_a_skip_is_said_on_top_and_nothing_is_rung_or_pretended(clinic, actor, episode_of):
    episode = episode_of("OFF-TRACK")
    skip(clinic, actor, episode)
    page = opened(episode)
    text = said(page)

    assert "Today\u2019s ORS was skipped: no time" in text
    assert rung(page) == []
    assert "Known: the rating of life was skipped today." in text
    assert "About the ORS" not in text
    assert "It is going slower than I had hoped" not in text
    assert re.search(r"Session \d+, today: ORS was skipped: no time", text)


def test_what_was_given_after_a_skip_counts(clinic, actor, give, episode_of):
    episode = episode_of("STEADY")
    skip(clinic, actor, episode)
    give(episode, "ors", 6)
    text = said(opened(episode))

    assert "skipped" not in text
    assert "ORS 24.0" in text


def test_a_face_is_told_in_words_also_where_there_is_no_number_at_all(clinic, actor, give):
    young = begin_episode(clinic, actor, code="YOUNG", age_band=AgeBand.CHILD)
    sad = next(choice.score.points for choice in scale("ycors").items[0].choices if choice.id == "sad")
    give(young, "ycors", sad)
    text = said(opened(young))

    assert "Today, session 1 YCORS face: sad" in text
    assert "Session 1, today: YCORS face: sad" in text
    assert "No number yet" in text

    give(young, "cors", 5, Informant.CAREGIVER)
    text = said(opened(young))
    assert "CORS by the caregiver 20.0" in text
    assert "Session 1, today: YCORS face: sad" in text
