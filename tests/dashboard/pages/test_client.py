from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest

from fit.casework.administrator import close_episode, import_ratings
from fit.casework.clinician import (
    add_event,
    begin_episode,
    change_client,
    open_caseload,
    open_client,
    record_in_room,
    save_note,
)
from fit.casework.views import AlertState, EventKind, NoteWords
from fit.ratings import Ending, Mode
from fit.scales import AgeBand, Score, scale
from tests.dashboard.pages.looking import html, labels, links, look_at, said, unfolded


@pytest.fixture
def episode(episode_of):
    return episode_of("FALLING-ALLIANCE")


@pytest.fixture
def page(signed_in_as, episode):
    signed_in_as("clinician.one")
    return look_at("client", {"episode": episode})


def states(clinic, people, episode):
    return [alert.state for alert in open_client(clinic, people["clinician.one"], episode).alerts if alert.meeting == 6]


def tables(page):
    """The tables of the page, by column as they are read."""
    found = []
    for table in re.findall(r"<table>(.*?)</table>", html(page), flags=re.DOTALL):
        names = re.findall(r'<th scope="col">(.*?)</th>', table)
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[2:]]
        found.append({name: [unescape(row[at]) for row in rows] for at, name in enumerate(names)})
    return found


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def test_the_head_says_who_it_is(page):
    assert page.title[0].value == "FALLING-ALLIANCE"
    assert "Adult · 6 sessions · last seen 2 days ago" in said(page)


def test_a_client_with_a_name_stands_with_the_code_too(clinic, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    known = {"display_name": "<i>Robin</i>", "birth_year": None, "birth_date": None, "contact": ""}
    change_client(clinic, actor, episode, code="N-17 & more", **known)
    page = look_at("client", {"episode": episode})
    assert "Robin" in page.title[0].value
    assert "N-17 &amp; more · Adult" in html(page)


def test_a_session_that_only_has_a_note_counts_alike_on_every_page(clinic, people, signed_in_as, episode):
    actor = signed_in_as("clinician.one")
    assert "Adult · 6 sessions · last seen 2 days ago" in said(look_at("client", {"episode": episode}))
    save_note(clinic, actor, episode, words=NoteWords(talked_about="A week off"), based_on=0)

    assert "Adult · 7 sessions · last seen today" in said(look_at("client", {"episode": episode}))
    assert "; 7 sessions so far." in said(look_at("formulation", {"episode": episode}))
    row = next(one for one in open_caseload(clinic, actor).rows if one.episode_id == episode)
    assert (row.sessions, row.days_since) == (7, 0)
    assert "FALLING-ALLIANCE Adult · 7 sessions" in said(look_at("caseload"))


def test_the_verdicts_are_words_with_their_numbers(page):
    text = said(page)

    assert "Improved +6.4 points since the first rating (18.2 to 24.6)." in text
    assert "24.6 now; the expected path (simulated reference) is at" in text
    assert "Ask about it 35.1 at the last rated session; the line is 36.0." in text


def test_why_this_gives_rule_formula_numbers_line_policy_and_source(page):
    text = said(page)

    assert "How it is worked out gain = latest score - intake score" in text
    assert "intake 18.2; latest 24.6; gain 6.4; clinical cutoff 25.0" in text
    assert "reliable change at least 5" in text
    assert "ICCE" in text
    assert "Usual next step" in text


def test_the_course_is_a_chart_with_words_and_a_table_with_the_same_numbers(page):
    (chart,) = page.get("plotly_chart")
    drawn = json.loads(chart.proto.spec)
    (table,) = tables(page)

    assert {trace["name"] for trace in drawn["data"]} >= {"ORS", "SRS", "clinical cutoff", "SRS line", "expected path"}
    assert "Marked at session 6: The session rating" in chart.proto.alt
    assert table["ORS"] == ["18.2", "19.5", "22.4", "21.0", "24.8", "24.6"]
    assert "simulated reference" in chart.proto.spec


def test_alerts_of_one_rating_are_one_piece_of_work(page):
    assert said(page).count("session 6 · new") == 1
    assert "The session rating is low" in said(page)
    assert "The session rating fell since the last one" in said(page)
    assert labels(page).count("I have seen this") == 1


def test_one_tap_marks_all_alerts_of_the_rating_as_seen(page, clinic, people, episode):
    press(page, "I have seen this")

    assert set(states(clinic, people, episode)) == {AlertState.SEEN}
    assert "session 6 · seen" in said(page)
    assert "I have seen this" not in labels(page)


def test_alerts_talked_about_leave_only_closing(page, clinic, people, episode):
    press(page, "Talked about it")

    assert set(states(clinic, people, episode)) == {AlertState.TALKED_ABOUT}
    assert "Talked about it" not in labels(page)


def test_closing_needs_a_reason(page, clinic, people, episode):
    assert "Close this alert" not in labels(page)
    unfolded(page, "Close it, with a reason")
    press(page, "Close this alert")

    assert AlertState.CLOSED not in states(clinic, people, episode)
    assert "Write a few words" in page.warning[0].value


def test_a_closed_alert_keeps_its_reason(page, clinic, people, episode):
    unfolded(page, "Close it, with a reason")
    page.text_area[0].input("We agreed on another pace.")
    press(page, "Close this alert")

    assert set(states(clinic, people, episode)) == {AlertState.CLOSED}
    assert "Closed: We agreed on another pace." in said(page)
    assert "No open alert." in said(page)


def test_the_language_of_the_forms_is_shown_and_set_right_here(page, clinic, people, episode):
    unfolded(page, "About this client")
    assert "Code FALLING-ALLIANCE · Adult" in " ".join(one.value for one in page.markdown)
    field = next(one for one in page.selectbox if one.label == "Language of the forms")
    assert field.value == "en"
    field.select("ar").run()

    assert open_client(clinic, people["clinician.one"], episode).episode.language == "ar"
    assert "reads العربية" in " ".join(one.value for one in page.markdown)


def test_ratings_can_be_handed_over_or_given_in_the_room(page, episode):
    handed = [one.proto for one in page.get("bidi_component") if "hand_over" in one.proto.component_name]

    assert len(handed) == 2
    assert ("Here on this screen", "rate", f"episode={episode}&scale=ors") in links(page)
    assert ("Other ways to give it", "hand-over", f"episode={episode}") in links(page)
    assert ("From paper", "enter", f"episode={episode}&scale=ors") in links(page)
    assert ("All ratings", "ratings", f"episode={episode}") in links(page)


def test_a_supervisor_reads_and_comments_and_changes_nothing(signed_in_as, episode):
    signed_in_as("supervisor.one")
    page = look_at("client", {"episode": episode})

    assert page.title[0].value == "FALLING-ALLIANCE"
    assert "Seen by Clinician One. You can read and comment here, not change." in said(page)
    assert labels(page) == []
    assert labels(unfolded(page, "Comment, for the clinician")) == ["Send"]
    assert [one.proto.component_name for one in page.get("bidi_component")] == ["mendline.course_files"]


@pytest.mark.parametrize("name", ["clinician.two", "director.one", "administrator.one"])
def test_nobody_else_learns_that_the_client_exists(signed_in_as, episode, name):
    signed_in_as(name)
    page = look_at("client", {"episode": episode})

    assert page.title[0].value == "No such client here"
    assert "FALLING" not in said(page)


@pytest.mark.parametrize("asked", ["", "0", "zzzz", "' or 1=1"])
def test_an_address_that_names_nobody_says_so(clinic, signed_in_as, asked):
    signed_in_as("clinician.one")

    assert look_at("client", {"episode": asked}).title[0].value == "No such client here"


def test_a_single_rating_is_drawn_without_verdicts_it_cannot_have(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode_of("ONE-RATING")})

    assert "Too early to say Two outcome ratings are needed to see a change." in said(page)
    assert len(page.get("plotly_chart")) == 1


def test_sessions_without_a_rating_stay_empty_in_the_table(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode_of("GAPS")})

    (table,) = tables(page)
    assert table["ORS"] == ["18.0", "not given", "21.0", "not given", "24.5"]
    assert table["SRS"][2] == "not given"
    assert "None" not in said(page)


def show(page, *views):
    page.get("button_group")[0].set_value(list(views)).run()
    assert not page.exception, page.exception
    return page


def test_what_there_is_nothing_of_is_not_offered(page):
    assert page.get("button_group")[0].options == ["Dates", "Own usual level"]


def test_the_legend_names_what_is_drawn_without_pointing_at_anything(page):
    text = said(page)

    assert "expected path (simulated reference)" in text
    assert "alert: talk about it next session" in text
    assert "own usual SRS" not in text
    assert "2 SD below the client's own usual SRS (to read by" in said(show(page, "own_level"))
    assert "lower limit of the client's own usual SRS: an alert below it" in said(page)


def test_dates_are_drawn_on_demand(page):
    def ticks():
        (chart,) = page.get("plotly_chart")
        return json.loads(chart.proto.spec)["layout"]["xaxis"].get("ticktext")

    assert ticks() is None
    show(page, "dates")
    assert re.fullmatch(r"1<br>\d+ [A-Z][a-z]{2}<br>\d{4}", ticks()[0])


def test_every_verdict_says_why_also_a_calm_one(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    for code in ("STEADY", "ONE-RATING", "OFF-TRACK"):
        page = look_at("client", {"episode": episode_of(code)})
        tiles = html(page).count('class="ml-why-facts"')
        text = said(page)
        assert tiles >= 4, code
        for part in ("Rule", "How it is worked out", "The numbers", "The line", "Usual next step", "Policy", "Source"):
            assert text.count(part) >= tiles, (code, part)
        assert "None" not in text


def event_form(page):
    return {field.label: field for field in (*page.selectbox, *page.text_input, *page.date_input)}


def test_an_event_is_noted_on_the_page_and_taken_off_again(page, clinic, people, episode):
    fields = event_form(unfolded(page, "Note an event: medication, life, a change of clinician"))
    fields["What kind"].select_index(0)
    fields["When"].select("Session 3")
    fields["In a few words"].input("dose <b>halved</b>")
    press(page, "Note it")

    assert "A Session 3 · Medication: dose <b>halved</b>" in said(page).replace("&lt;", "<")
    assert "dose <b>" not in html(page)
    (event,) = open_client(clinic, people["clinician.one"], episode).events
    assert (event.meeting, event.occurred_on) == (3, None)

    event_form(unfolded(page, "Take an event off the course"))["Why"].input("another client's")
    press(page, "Take it off")

    assert open_client(clinic, people["clinician.one"], episode).events == ()


def test_an_event_without_words_is_refused_beside_the_form(page, clinic, people, episode):
    unfolded(page, "Note an event: medication, life, a change of clinician")
    press(page, "Note it")

    assert "The words are missing" in page.error[0].value
    assert open_client(clinic, people["clinician.one"], episode).events == ()


def test_a_supervisor_sees_events_and_notes_none(clinic, people, signed_in_as, episode):
    add_event(clinic, people["clinician.one"], episode, kind=EventKind.LIFE_EVENT, said="moved", meeting=2)
    signed_in_as("supervisor.one")
    page = look_at("client", {"episode": episode})

    assert "Life event: moved" in said(page)
    assert "Note it" not in labels(page)


def test_after_a_hand_over_the_newest_rating_is_ringed_and_scrolled_to(signed_in_as, episode):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode, "new": "1"})
    (chart,) = page.get("plotly_chart")

    assert "newest" in [trace["name"] for trace in json.loads(chart.proto.spec)["data"]]
    assert "mendline.scroll_to" in [one.proto.component_name for one in page.get("bidi_component")]


def test_a_course_of_forty_sessions_is_sent_in_less_than_100_kilobytes(clinic, people, signed_in_as):
    rows = ["episode_id,age_band,session,scale,total,date,clinician"]
    for session in range(1, 41):
        day = date(2025, 1, 6) + timedelta(weeks=session)
        rows += [
            f"FORTY,adult,{session},{scale},{total},{day},clinician.one"
            for scale, total in (("ors", 14 + session * 7 % 19), ("srs", 31 + session * 5 % 9))
        ]
    import_ratings(clinic, people["administrator.one"], "forty.csv", "\n".join(rows).encode())
    actor = signed_in_as("clinician.one")
    episode = next(row.episode_id for row in open_caseload(clinic, actor).rows if row.client_label == "FORTY")
    page = show(look_at("client", {"episode": episode}), "dates", "own_level")

    (chart,) = page.get("plotly_chart")
    assert len(json.loads(chart.proto.spec)["data"]) > 10
    assert len(chart.proto.spec) + len(chart.proto.alt) < 100_000


def test_an_earlier_episode_is_drawn_beside_this_one_on_demand(clinic, people, signed_in_as, episode):
    close_episode(clinic, people["administrator.one"], episode, closed_on=date.today(), ending=Ending.PLANNED)  # noqa: DTZ011
    actor = signed_in_as("clinician.one")
    code = open_client(clinic, actor, episode).episode.client_code
    later = begin_episode(clinic, actor, code=code, age_band=AgeBand.ADULT, seen_before=True)
    record_in_room(
        clinic,
        actor,
        later,
        scale_id="ors",
        answers={item.id: Score.of("4.5") for item in scale("ors").items},
        mode=Mode.ORAL,
        line_length_px=None,
        calibrated=False,
        idempotency_key="later-1",
    )
    page = look_at("client", {"episode": later})
    assert "Episodes side by side" not in said(page)

    show(page, "episodes", "items")

    assert html(page).count('class="ml-episode"') == 2
    assert "ended as planned" in said(page)
    assert ("Open this episode", "client", f"episode={episode}") in links(page)
    assert "ORS: individual" in said(page)
    assert "ORS, individual: 4.5 at session 1." in unescape(html(page))
