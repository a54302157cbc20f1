"""What works here: each figure with its number, interval and definition; small ones of a clinic withheld."""

from __future__ import annotations

import re

import pytest

from dashboard.components.repair_words import ASSOCIATION
from fit.casework.administrator import close_episode, find_episode, import_ratings
from fit.ratings import Ending
from tests.dashboard.pages.looking import html, links, look_at, said
from tests.dashboard.pages.story_clinic import STORIES

BACK, STAYED = (38, 34, 37, 38, 38), (38, 34, 34, 34, 34)


@pytest.fixture
def bring_in(clinic, people):
    """Return what brings episodes in, one for each course of session ratings."""

    def bring(courses, clinician="clinician.one"):
        rows = [
            f"{clinician}-{place},adult,{session},srs,{points},2026-01-{session:02d}"
            for place, course in enumerate(courses)
            for session, points in enumerate(course, start=1)
        ]
        content = "\n".join(["episode_id,age_band,session,scale,total,date", *rows, ""]).encode()
        administrator = people["administrator.one"]
        import_ratings(clinic, administrator, f"{clinician}.csv", content, clinician_sign_in_name=clinician)

    return bring


def test_every_figure_has_its_number_and_its_interval(signed_in_as, bring_in):
    bring_in([BACK] * 7 + [STAYED] * 4)
    signed_in_as("clinician.one")
    text = said(look_at("repairs"))

    # 7 of 11 by Wilson: 35.4 to 84.8 percent (statsmodels, proportion_confint)
    assert "Ruptures repaired within 3 rated sessions 7 of 11 (64 %)" in text
    assert "11 ruptures; 95 % interval 35 % to 85 %" in text
    assert "Sessions to repair 1 (median) of 7 repaired ruptures; 95 % interval 1 to 1" in text
    assert "Ruptures noticed in the ratings 12" in text, "and the one of the stories"
    assert "1 too early to say" in text


def test_every_figure_is_defined_one_click_away(signed_in_as, bring_in):
    bring_in([BACK, STAYED])
    signed_in_as("clinician.one")
    page = look_at("repairs")

    whys = [one for one in page.expander if one.label == "Why this?"]
    assert len(whys) == said(page).count("How it is worked out") == 9
    assert "Wilson 1927; Newcombe 1998" in said(page)


def test_what_stands_side_by_side_is_called_an_association(signed_in_as, bring_in):
    bring_in([BACK, STAYED])
    signed_in_as("clinician.one")
    text = said(look_at("repairs"))

    assert text.count(ASSOCIATION) == 2
    assert text.index(ASSOCIATION) < text.index("After talking about it")
    assert text.rindex(ASSOCIATION) < text.index("Ended unplanned, after a repaired rupture")


def test_what_there_is_nothing_of_is_no_zero(signed_in_as, bring_in):
    bring_in([BACK])
    signed_in_as("clinician.one")

    assert "Ended unplanned, after a repaired rupture none yet" in said(look_at("repairs"))


def test_without_a_dip_the_page_says_when_it_begins(clinic, signed_in_as):
    signed_in_as("clinician.two")

    assert "No dip yet" in said(look_at("repairs"))


def test_a_supervisor_chooses_whose(clinic, signed_in_as, bring_in, people):
    bring_in([BACK, STAYED])
    signed_in_as("supervisor.one")
    page = look_at("repairs")
    assert "Ruptures repaired within 3 rated sessions 1 of 2" in said(page)
    assert page.selectbox[0].options == ["Your clinicians together", "Clinician One", "My own clients"]
    page.selectbox[0].set_value(people["clinician.one"].user_id).run()
    assert "Ruptures repaired within 3 rated sessions 1 of 2" in said(page)
    page.selectbox[0].set_value(people["supervisor.one"].user_id).run()
    assert "No dip yet" in said(page)


def test_a_director_gets_no_small_figure_no_name_and_no_client(clinic, people, signed_in_as, bring_in):
    bring_in([BACK] * 6 + [STAYED] * 4, "clinician.two")
    signed_in_as("director.one")
    page = look_at("repairs")
    text = said(page)

    assert "Ruptures repaired within 3 rated sessions" not in text, "not a row of its own"
    told = re.search(r"Too few to tell yet: (\d+) rows\.", text)
    assert int(told[1]) == html(page).count("<li>") >= 5
    assert "What the next ratings said: ruptures repaired within 3 rated sessions" in text, "named a click away"
    assert "of 10" not in text
    assert [address for _, address, _ in links(page)] == ["outcomes", "alliance"]
    assert text.index("Counted here: ruptures of the whole time") < text.index("Too few to tell yet")
    assert "What became of ruptures cannot be told yet" in [one.value for one in page.header]
    assert not page.selectbox
    assert not [name for name in (*STORIES, "Clinician One", "Clinician Two") if name in text]


def test_a_director_sees_what_is_about_enough(signed_in_as, bring_in):
    bring_in([BACK] * 9 + [STAYED] * 8, "clinician.two")
    signed_in_as("director.one")
    text = said(look_at("repairs"))

    assert "Ruptures repaired within 3 rated sessions about 10 of about 15" in text
    assert "withheld" not in text.replace("clients, are withheld", "")
    assert "Too few to tell yet: " in text
    assert "What the next ratings said: sessions to repair" in text
    assert "be one client's own value" in text


def test_endings_are_told_beside_each_other(clinic, people, signed_in_as, bring_in):
    bring_in([STAYED])
    signed_in_as("clinician.one")
    episode = find_episode(clinic, people["administrator.one"], "clinician.one-0")
    close_episode(clinic, people["administrator.one"], episode, closed_on=clinic.today(), ending=Ending.UNPLANNED)

    assert "Ended unplanned, after one not repaired 1 of 1 (100 %)" in said(look_at("repairs"))
