"""Outcomes and the board: what each role reads from the screen, and what nobody can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fit.casework.administrator import add_programme, close_episode, find_episode, import_ratings
from fit.casework.clinician import begin_episode, start_session
from fit.ratings import Ending
from fit.scales import AgeBand
from fit.service.alliance_grid import Measure
from fit.service.clinic_spread import Spread
from fit.service.definitions import definition
from fit.store import accounts
from fit.store.ids import read_id
from tests.dashboard.pages.looking import links, look_at, said
from tests.dashboard.pages.story_clinic import STORIES

BETTER, SAME, WORSE = (18, 22, 26), (20, 21, 22), (24, 20, 16)


@pytest.fixture
def bring_in(clinic, people):
    """Return what brings closed episodes in, one for each course of outcome ratings."""

    def bring(courses, clinician="clinician.one"):
        rows = [
            f"{clinician}-{place},adult,{session},{scale},{points},2026-01-{session:02d}"
            for place, course in enumerate(courses)
            for session, outcome in enumerate(course, start=1)
            for scale, points in (("ors", outcome), ("srs", 38))
        ]
        content = "\n".join(["episode_id,age_band,session,scale,total,date", *rows, ""]).encode()
        boss = people["administrator.one"]
        import_ratings(clinic, boss, f"{clinician}.csv", content, clinician_sign_in_name=clinician)
        for place in range(len(courses)):
            episode = find_episode(clinic, boss, f"{clinician}-{place}")
            ending = Ending.PLANNED if place % 2 else Ending.UNPLANNED
            close_episode(clinic, boss, episode, closed_on=clinic.today(), ending=ending)

    return bring


def part(name):
    """Look at one part of the page."""
    page = look_at("outcomes")
    page.session_state["outcomes-part"] = name
    page.run()
    assert not page.exception
    return page


def test_a_director_reads_what_share_improved_how_sure_it_is_and_compared_with_what(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [SAME] * 5, "clinician.two")
    signed_in_as("director.one")
    text = said(look_at("outcomes"))

    # 12 of 17, and of the four stories rated twice the two that gained 5 and more: 14 of 21, told as 15 of 20
    assert "Reliably better: about 75 %" in text
    assert "How sure: of about 20 episodes; 95 % interval" in text
    both = "Elsewhere, as context and no target: In routine care in the United States", "8.2 % deteriorated"
    for shown in (text, said(part("All figures"))):
        assert all(one in shown for one in both), "beside better and worse alike, in the same words"
        assert "rated on another scale (OQ-45); not read in the paper itself." in shown
    card = text[: text.index("Nobody untreated")]
    assert card.count("not as a comparison of like with like") == card.count("6,072 clients") == 1, "said once"
    figures = said(part("All figures"))
    assert figures.count("not as a comparison of like with like") == 2, "on the card and once above the figures"
    assert definition("severity_adjusted_effect_size").beside in figures


def test_a_director_sees_neither_a_client_nor_a_dot_for_one(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [WORSE] * 6, "clinician.two")
    signed_in_as("director.one")
    page = look_at("outcomes")
    text = said(page)

    assert not [name for name in STORIES if name in text]
    assert "since a dot would be one client" in text
    assert "a median is one client's own value" in said(part("All figures"))


def test_every_figure_is_defined_one_click_away(signed_in_as, bring_in):
    bring_in([BETTER, SAME, WORSE])
    signed_in_as("clinician.one")
    page = part("All figures")
    text = said(page)

    figures = text.count("How it is worked out")
    assert figures == len([one for one in page.expander if one.label == "Why this?"])
    assert figures >= 30
    assert "The standard deviation is of the first outcome rating, n - 1, of the very episodes counted" in text


def test_why_this_tells_a_director_how_the_rounded_figure_is_made_and_not_the_clinicians_way(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [WORSE] * 6, "clinician.two")
    signed_in_as("director.one")
    figures, between = said(part("All figures")), said(part("How complete"))

    for shown in (figures, between):
        assert not [one for one in ("Student's t", "very episodes counted", "independent") if one in shown]
        assert "our own rule, decision 0015" in shown
    assert "the mean of these shares, from rounded numbers" in figures
    assert f"first outcome ratings of {Spread.RATED}, n - 1" in figures


def test_beside_colleagues_together_it_is_told_that_these_are_worked_out_in_another_way(
    signed_in_as, people, clinic, bring_in
):
    bring_in([BETTER] * 2 + [SAME])
    for who in ("clinician.two", "supervisor.one"):
        bring_in([BETTER] * 6, who)
    signed_in_as("clinician.one")
    text = said(part("All figures"))

    assert "of the very episodes counted" in text
    assert "Colleagues together: Effect size, raw" in text
    assert "our own rule, decision 0015" in text


def test_a_clinician_sees_exact_figures_and_no_colleague(signed_in_as, bring_in):
    bring_in([BETTER] * 2 + [SAME])
    bring_in([BETTER] * 6, "clinician.two")
    signed_in_as("clinician.one")
    page = look_at("outcomes")
    text = said(page)

    # Of the stories FALLING-ALLIANCE (6.4) and GAPS (6.5) gained, STEADY did not and OFF-TRACK lost: 4 of 7
    assert "Reliably better: 57 %" in text
    assert "How sure: of 7 episodes" in text
    assert "Clinician Two" not in text


def test_with_two_filters_the_others_rest_and_say_why(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [SAME] * 5, "clinician.two")
    signed_in_as("director.one")
    page = look_at("outcomes")
    page.selectbox(key="outcomes-period").set_value("2026").run()
    page.selectbox(key="outcomes-age_band").set_value(AgeBand.ADULT).run()

    assert not page.exception
    assert page.selectbox(key="outcomes-informant").disabled
    assert not page.selectbox(key="outcomes-period").disabled
    assert "2 filters at once: with more, a figure could point at somebody" in said(page)
    assert "Open and closed episodes are counted together here" in said(page)
    assert "Side by side" not in said(page)
    assert "outcomes-state" not in {one.key for one in page.button_group}


def test_beside_two_filters_a_clinician_reads_own_states_and_why_colleagues_have_none(signed_in_as, bring_in):
    bring_in([BETTER, SAME])
    for colleague in ("clinician.two", "supervisor.one"):
        bring_in([BETTER] * 6, colleague)
    signed_in_as("clinician.one")
    page = look_at("outcomes")
    page.session_state["outcomes-period"], page.session_state["outcomes-age_band"] = "2026", AgeBand.ADULT
    page.run()
    assert "Colleagues together: about 100" in said(page)
    page.session_state["outcomes-state"] = "planned"
    page.run()

    assert not page.exception
    assert "How sure: of 1 episode; 95" in said(page)
    assert "Colleagues together:" not in said(page)
    assert "Colleagues stand beside your own figures under All alone here" in said(page)


def test_a_filter_that_is_not_offered_any_more_is_taken_off(signed_in_as, bring_in, clinic):
    bring_in([BETTER])
    signed_in_as("clinician.one")
    page = look_at("outcomes")
    page.session_state["outcomes-tag"] = "gone"
    page.run()

    assert not page.exception
    assert "Reliably better" in said(page)


def test_before_anybody_was_rated_twice_the_page_says_when_it_begins(clinic, signed_in_as):
    signed_in_as("clinician.two")

    assert "Nothing to count yet" in said(look_at("outcomes"))


def test_how_care_stands_can_be_chosen(signed_in_as, bring_in):
    bring_in([BETTER, SAME])
    signed_in_as("clinician.one")
    page = look_at("outcomes")
    page.session_state["outcomes-state"] = "planned"
    page.run()

    assert "How sure: of 1 episode; 95" in said(page)


def test_below_fifteen_closed_episodes_nobody_is_drawn_beside_others(signed_in_as, bring_in):
    bring_in([BETTER] * 3)
    signed_in_as("clinician.one")

    assert "Nothing to compare yet: fewer than 5 clinicians with closed episodes" in said(part("Between clinicians"))


def test_a_supervisor_chooses_whose(signed_in_as, bring_in, people):
    bring_in([BETTER])
    signed_in_as("supervisor.one")
    page = look_at("outcomes")
    assert page.selectbox(key="outcomes-of").options == ["Your clinicians together", "Clinician One", "My own clients"]
    page.selectbox(key="outcomes-of").set_value(people["supervisor.one"].user_id).run()

    assert not page.exception
    assert "Nothing to count yet" in said(page)


def test_the_path_behind_targets_and_which_repairs_are_counted_are_said_beside_the_figures(signed_in_as, bring_in):
    bring_in([BETTER])
    signed_in_as("clinician.one")
    page = part("All figures")
    text = said(page)

    beside = text[text.index("Reached the session's target") : text.index("Reached the target of the whole")]
    assert "simulated until a clinic fits its own" in beside
    assert "Counted here: single dips of the episodes chosen above" in text
    assert [address for _, address, _ in links(page)] == ["repairs"]


def test_of_so_few_that_nothing_is_told_no_chart_is_drawn_and_no_98_percent_said(signed_in_as, bring_in):
    bring_in([BETTER] * 9 + [SAME] * 9, "clinician.two")
    signed_in_as("director.one")
    page = look_at("outcomes")
    page.session_state["outcomes-state"] = "unplanned"
    page.run()

    assert not page.exception
    assert "Reliably better: cannot be told from so few" in said(page)
    assert "How sure: fewer than 8, perhaps none, of about 10" in said(page)
    assert "at most 9" not in said(page).split("Side by side")[0]
    assert "so that there is no bar to draw" in said(page)
    assert not [one for one in page.get("plotly_chart") if "gains" in one.proto.id]


def test_what_is_counted_as_complete_is_said_and_leads_to_longer_periods(signed_in_as, bring_in):
    bring_in([BETTER])
    signed_in_as("supervisor.one")
    page = part("How complete")

    assert "in the last eight weeks, whatever filter is chosen above" in said(page)
    assert "Where a share is low, these figures" in said(page)
    assert [(address, query) for _, address, query in links(page)] == [("alliance", "measure=unrated")]
    assert look_at("alliance", {"measure": "unrated"}).selectbox(key="alliance-measure").value is Measure.UNRATED


def test_the_curve_to_improvement_says_that_some_lost_it_again(signed_in_as, bring_in):
    bring_in([BETTER] * 12)
    signed_in_as("clinician.one")

    assert "better at some time, as if all others had gone on" in said(part("How many sessions"))


def test_the_board_advises_nothing_under_what_it_withholds(clinic, signed_in_as):
    signed_in_as("director.one")
    text = said(look_at("board"))

    assert "none or too few fewer than 5 clients or 8 to count, perhaps none" in text, "with its reason"
    assert "what helps:" not in text.lower()
    assert "On watch is an open episode in which an alert waits for an answer" in text
    assert "raised in the last seven days none or too few" in text
    assert "Without a session rating in the last four weeks 0 of" in text
    assert "Often a tablet" not in text, "nobody is without ratings: there is nothing to advise"
    assert "Clinician One" not in text
    assert "1 of 2 clinicians has no supervisor here" in text


def test_the_board_says_what_helps_where_somebody_has_no_ratings(clinic, people, signed_in_as):
    begun = begin_episode(clinic, people["supervisor.one"], code="unrated", age_band=AgeBand.ADULT)
    start_session(clinic, people["supervisor.one"], begun)
    signed_in_as("director.one")
    text = said(look_at("board"))

    assert "Without a session rating in the last four weeks 1 of" in text
    assert text.lower().count("what helps:") == 1
    assert "Often a tablet" in text


def test_a_supervisor_sees_supervisees_by_name_on_the_board(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    page = look_at("board")

    assert "By supervisee" in [header.value for header in page.header]
    assert "Clinician One 5" in said(page)
    assert "An alert is a question, not a verdict. What helps:" in said(page)


def test_the_board_is_of_a_team_or_a_programme_and_never_of_both(clinic, people, signed_in_as):
    for name in ("Couples", "Young people"):
        add_programme(clinic, people["administrator.one"], name)
    change = {"team": "Team Blue"}, {"team": "Team Green"}
    for who, fields in zip(("clinician.one", "clinician.two"), change, strict=True):
        ids = read_id(people[who].clinic_id), read_id(people[who].user_id)
        clinic.store.write(lambda c, ids=ids, fields=fields: accounts.change_user(c, *ids, **fields))
    signed_in_as("director.one")
    page = look_at("board")
    assert page.selectbox(key="board-team").options == ["All", "Team Blue", "Team Green"]
    page.selectbox(key="board-team").set_value("Team Blue").run()

    assert not page.exception
    assert page.selectbox(key="board-programme").disabled
    assert "A team or a programme, not both" in said(page)
    assert "Told of the whole clinic alone" in said(page)
    assert "no supervisor here" not in said(page), "of a team it would soon be who"
    page.selectbox(key="board-team").set_value("").run()
    assert not page.selectbox(key="board-programme").disabled


@pytest.mark.parametrize(
    "name", ["In short", "All figures", "Year by year", "How many sessions", "Between clinicians", "How complete"]
)
@pytest.mark.parametrize("who", ["clinician.one", "supervisor.one", "director.one"])
def test_every_part_can_be_looked_at_by_everybody_it_is_for(signed_in_as, bring_in, who, name):
    bring_in([BETTER] * 6 + [WORSE, SAME])
    bring_in([BETTER] * 6 + [WORSE, SAME], "clinician.two")
    signed_in_as(who)
    page = part(name)

    assert page.header
    if who == "director.one":
        assert not [code for code in STORIES if code in said(page)]


def test_as_in_the_service_report_the_page_says_what_is_counted_and_lets_other_filters_rest(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [SAME] * 5, "clinician.two")
    signed_in_as("director.one")
    page = look_at("outcomes")
    assert "The service report counts those that were open at some time in its twelve months" in said(page)
    page.selectbox(key="outcomes-age_band").set_value(AgeBand.ADULT).run()
    period = page.selectbox(key="outcomes-period")
    assert period.options[1].startswith("As in the service report: twelve months to ")
    period.select_index(1).run()

    assert not page.exception
    assert "These are the figures of the service report, worked out in the same way" in said(page)
    assert page.selectbox(key="outcomes-age_band").value == ""
    assert page.selectbox(key="outcomes-age_band").disabled


def test_others_are_told_of_the_better_and_the_worse_or_of_neither(signed_in_as, bring_in):
    bring_in([BETTER] * 12 + [SAME] * 5 + [WORSE] * 10, "clinician.two")
    signed_in_as("director.one")
    told = said(look_at("outcomes"))
    card = told[: told.index("Nobody untreated")]
    assert "14.1 % recovered and a further 20.9 % improved" in card
    assert "8.2 %" in card


def test_a_director_reads_year_by_year_what_the_choice_of_a_year_tells(signed_in_as, bring_in, clinic, people):
    bring_in([BETTER] * 12 + [SAME] * 6, "clinician.two")
    rows = [
        f"before-{place},adult,{session},ors,{points},2025-01-{session:02d},clinician.two"
        for place in range(16)
        for session, points in enumerate(BETTER if place < 10 else SAME, start=1)
    ]
    header = "episode_id,age_band,session,scale,total,date,clinician"
    import_ratings(clinic, people["administrator.one"], "before.csv", "\n".join([header, *rows, ""]).encode())
    signed_in_as("director.one")
    table = said(part("Year by year")).partition("How care stands: All.")[2]
    assert "2025 2026" in table

    for year in ("2025", "2026"):
        page = look_at("outcomes")
        page.session_state["outcomes-period"] = year
        page.run()
        better = said(page).partition("Reliably better: ")[2].partition(" How sure")[0]
        assert better.startswith("about ")
        assert f"{better} (" in table, year


def test_figures_of_a_large_clinic_say_until_when_they_are(clinic, bring_in, signed_in_as):
    bring_in([BETTER] * 3)
    signed_in_as("clinician.one")
    assert "recorded until" not in said(look_at("outcomes"))
    known = clinic.read
    for place, (until, _, found) in list(known.items()):
        known[place] = (until, timedelta(minutes=10), replace(found, read_at=found.read_at - timedelta(minutes=2)))
    assert "Of what was recorded until" in said(look_at("outcomes"))
