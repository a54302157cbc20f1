"""Looking at the line together: client words only; and the prompts on the client's page."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from dashboard.clinic import use_clinic
from dashboard.components.client_words import WORDS
from dashboard.components.together import together_html
from dashboard.words import ALLIANCE, CHANGE, SEVERITY, TRACK
from fit.casework.clinician import open_client, open_together, record_in_room
from fit.casework.views import Move, OwnLine, Together
from fit.ratings import Mode
from fit.scales import AgeBand, Score
from tests.dashboard.pages.looking import html, links, look_at, said

VERDICTS = {look.word.lower() for looks in (CHANGE, TRACK, ALLIANCE, SEVERITY) for look in looks.values()} - {"today"}
"""The word for an urgent alert is also the word for the day."""
JARGON = ("alert", "cutoff", "clinical", "alliance", "ORS", "SRS", "score", "points", "expected")


@pytest.fixture
def wanted(clinic):
    """Return the clinic with looking together switched on."""
    on = replace(clinic, settings=replace(clinic.settings, look_together=True))
    with use_clinic(on):
        yield on


@pytest.fixture
def looked(wanted, signed_in_as, episode_of):
    def look(code="FALLING-ALLIANCE", name="clinician.one"):
        signed_in_as(name)
        return look_at("together", {"episode": episode_of(code)})

    return look


def body(page):
    return next(element.proto.body for element in page.get("html") if 'class="together' in element.proto.body)


def read(page):
    """All that a client reads or hears on the page."""
    seen = unescape(re.sub("<[^>]+>", " ", body(page)))
    return " ".join([seen, *alternatives(page)])


def alternatives(page):
    return re.findall('alt="([^"]*)"', body(page))


def test_the_client_reads_client_words(looked):
    text = read(looked())
    for name in ("together_title", "together_outcome", "together_alliance", "together_ask", "together_down"):
        assert WORDS[name] in text


@pytest.mark.parametrize("code", ["FALLING-ALLIANCE", "OFF-TRACK", "STEADY", "ONE-RATING", "GAPS"])
def test_no_number_no_verdict_no_jargon_and_no_name_is_on_the_page(looked, code):
    page = looked(code)
    text = read(page)
    assert re.findall(r"\d", text) == []
    assert [word for word in VERDICTS if word in text.lower()] == []
    assert [word for word in JARGON if re.search(rf"\b{word}\b", text)] == []
    assert code not in html(page)
    assert page.title == []


def test_the_text_alternative_says_every_mark_in_words(looked):
    heard = alternatives(looked("GAPS"))
    assert heard[0] == (
        "How life has been: a little nearer to: going badly. not marked yet. a little nearer to: going well. "
        "not marked yet. a little nearer to: going well."
    )
    assert len(heard) == 2


def test_a_first_mark_is_greeted_as_one(looked):
    assert WORDS["together_first"] in read(looked("ONE-RATING"))


def test_the_clinician_has_a_quiet_way_back(looked, episode_of):
    assert links(looked()) == [("Back to the clinician's page", "client", f"episode={episode_of('FALLING-ALLIANCE')}")]


def test_the_clinicians_menu_is_hidden(looked):
    assert re.search(r'stSidebar"\][^}]*display: none', html(looked()))


@pytest.mark.parametrize("name", ["clinician.two", "supervisor.one"])
def test_nobody_but_the_own_clinician_looks_with_the_client(looked, name):
    page = looked(name=name)
    assert page.title[0].value == "No such client here"
    assert "together-line" not in html(page)


def test_where_the_clinic_does_not_want_it_there_is_nothing(clinic, signed_in_as, episode_of):
    signed_in_as("clinician.one")
    episode = episode_of("STEADY")
    assert look_at("together", {"episode": episode}).title[0].value == "Not switched on"
    assert "together" not in [page for _, page, _ in links(look_at("client", {"episode": episode}))]


def test_the_clients_page_offers_it_where_the_clinic_wants_it(wanted, signed_in_as, episode_of):
    signed_in_as("clinician.one")
    episode = episode_of("STEADY")
    offered = links(look_at("client", {"episode": episode}))
    assert ("Look at it together with the client", "together", f"episode={episode}") in offered


def view(**more):
    line = OwnLine(shares=(0.5, 0.6), move=Move.UP, is_todays=True, cutoff=None)
    return Together(**{"language": "en", "age_band": AgeBand.ADULT, "outcome": line, "alliance": None, **more})


def test_children_get_larger_type():
    assert 'class="together is-child"' in together_html(view(age_band=AgeBand.CHILD))
    assert 'class="together"' in together_html(view())


def test_only_what_was_marked_is_drawn_and_nothing_marked_is_said_kindly():
    assert together_html(view()).count("<img") == 1
    assert "<p>not marked yet</p>" in together_html(view(outcome=None))


def test_today_is_said_only_of_todays_mark():
    yesterdays = OwnLine(shares=(0.5, 0.6), move=Move.UP, is_todays=False, cutoff=None)
    assert "together-today" in together_html(view())
    assert "together-today" not in together_html(view(outcome=yesterdays))


def test_the_cutoff_comes_with_its_words_when_switched_on(clinic, people, episode_of):
    episode, ann = episode_of("STEADY"), people["clinician.one"]
    on = replace(clinic, settings=replace(clinic.settings, look_together_cutoff=True))
    without, with_it = (together_html(open_together(one, ann, episode)) for one in (clinic, on))
    assert WORDS["together_cutoff"] not in without
    assert WORDS["together_cutoff"] in with_it
    assert "cutoff" not in without
    assert "cutoff" in with_it


# prompts on the client's page


def card(page):
    return next(element.proto.body for element in page.get("html") if "ml-prompts" in element.proto.body)


def test_prompts_stand_on_the_clients_page_closed_until_the_day_of_the_session(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode_of("FALLING-ALLIANCE")})
    assert '<details class="ml-prompts"><summary><h2>For the next conversation</h2>' in card(page)
    assert "The mark for our meeting is lower than usual" in said(page)
    assert "Rather not: Explaining what you meant to do." in said(page)


def test_prompts_are_open_on_the_day_of_the_session(clinic, people, signed_in_as, episode_of):
    episode = episode_of("ONE-RATING")
    record_in_room(
        clinic,
        signed_in_as("clinician.one"),
        episode,
        scale_id="ors",
        answers={name: Score(30) for name in ("individual", "interpersonal", "social", "overall")},
        mode=Mode.TABLET,
        line_length_px=None,
        calibrated=False,
        idempotency_key="once",
    )
    page = look_at("client", {"episode": episode})
    assert '<details class="ml-prompts" open><summary><h2>For the conversation today</h2>' in card(page)
    assert "Life is harder than at the start" in card(page)


def test_three_at_most_and_nothing_at_all_where_there_is_nothing_to_say(clinic, people, signed_in_as, episode_of):
    signed_in_as("clinician.one")
    counts = {}
    for code in ("FALLING-ALLIANCE", "OFF-TRACK", "STEADY", "ONE-RATING", "GAPS"):
        episode = episode_of(code)
        page = look_at("client", {"episode": episode})
        counts[code] = html(page).count('<details class="ml-prompt"')
        assert counts[code] == len(open_client(clinic, people["clinician.one"], episode).prompts)
        assert ("ml-prompts" in html(page)) is (counts[code] > 0)
    assert max(counts.values()) <= 3
    assert counts["FALLING-ALLIANCE"] > 0
