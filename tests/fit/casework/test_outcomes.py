"""Outcomes: whose clients are counted, which filters may be set, what a director may see, and what is read again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from fit.casework import administrator, clinician, director, supervisor
from fit.casework.views import AlertState, OutcomesFilter, OutcomesScope
from fit.errors import AccessDeniedError, InputError
from fit.ratings import Ending
from fit.scales import AgeBand, Informant
from fit.service.change_spread import Pairs, Squares
from fit.service.episodes import State
from fit.service.figure import Figure, NotAssessable
from fit.service.suppression import Few, Rounded, Withheld
from tests.fit.casework.world import csv

BETTER, SAME, WORSE = (18, 22, 26), (20, 21, 22), (24, 20, 16)


def brought_in(world, courses, name="ann", *, month=1, band="adult", close=False):
    """Episodes by import, one for each course of outcome ratings, begun in that month of 2026."""
    rows = [
        f"{name}-{month}-{place},{band},{session},{scale},{points},2026-{month:02d}-{session:02d}"
        for place, course in enumerate(courses)
        for session, outcome in enumerate(course, start=1)
        for scale, points in (("ors", outcome), ("srs", 38))
    ]
    administrator.import_ratings(
        world.clinic, world.admin, f"{name}{month}.csv", csv(*rows), clinician_sign_in_name=name
    )
    found = [
        administrator.find_episode(world.clinic, world.admin, f"{name}-{month}-{place}")
        for place in range(len(courses))
    ]
    if close:
        for place, episode in enumerate(found):
            ending = Ending.UNPLANNED if place % 3 == 0 else Ending.PLANNED
            administrator.close_episode(
                world.clinic, world.admin, episode, closed_on=world.clinic.today(), ending=ending
            )
    return found


def figure(page, name, state=State.ALL):
    return page.states[state].figures.figures[name]


def own(world, who=None, **chosen):
    return clinician.open_outcomes(world.clinic, who or world.ann, OutcomesFilter(**chosen))


def of_clinic(world, **chosen):
    return director.open_clinic_outcomes(world.clinic, world.dan, OutcomesFilter(**chosen))


def test_a_clinician_sees_exact_figures_of_own_clients_alone(world):
    brought_in(world, [BETTER] * 3 + [SAME, WORSE], close=True)
    brought_in(world, [WORSE] * 6, "ben")

    page = own(world)
    better = figure(page, "reliably_better")
    # 3 of 5 by Wilson: 23.1 to 88.2 percent (statsmodels, proportion_confint)
    assert isinstance(better, Figure)
    assert (better.value, better.n) == (0.6, 5)
    assert (better.lower, better.upper) == (pytest.approx(0.2307, abs=1e-4), pytest.approx(0.8824, abs=1e-4))
    assert figure(page, "gain_mean").value == pytest.approx((3 * 8 + 2 - 8) / 5)
    assert figure(page, "unplanned").value == 0.4
    assert [page.states[state].figures.figures["episodes"].value for state in State] == [5, 0, 5, 3, 2]
    assert isinstance(page.states[State.ALL].pairs, Pairs)


def test_colleagues_stand_beside_a_clinician_together_and_rounded_never_one_alone(world):
    brought_in(world, [BETTER] * 3)
    brought_in(world, [WORSE] * 11, "ben")
    assert own(world).others is None, "one colleague's clients are that colleague's figures"
    brought_in(world, [BETTER] * 9, "sue")

    beside = own(world).others[State.ALL].figures["reliably_better"]
    assert isinstance(beside, Rounded)
    # 9 of 20, told as 10 of 20
    assert (beside.n, beside.value) == (20, pytest.approx(1 / 2))


def test_a_supervisor_sees_supervisees_together_and_one_by_one_and_nobody_else(world):
    brought_in(world, [BETTER, SAME])
    brought_in(world, [WORSE], "ben")
    administrator.add_supervision(world.clinic, world.admin, world.sue.user_id, world.ben.user_id)

    def of(who=None):
        page = supervisor.open_team_outcomes(world.clinic, world.sue, clinician_id=who)
        return figure(page, "episodes").value

    assert (of(), of(world.ann.user_id), of(world.ben.user_id)) == (3, 2, 1)
    for stranger in (world.other_ann.user_id, world.sue.user_id):
        with pytest.raises(AccessDeniedError, match="do not supervise"):
            of(stranger)


def test_a_director_sees_rounded_figures_and_squares_of_no_other_clinic(world):
    brought_in(world, [BETTER] * 12)
    brought_in(world, [SAME] * 6, "ben")

    page = of_clinic(world)
    better = figure(page, "reliably_better")
    assert (page.scope, page.people) == (OutcomesScope.CLINIC, ())
    assert (better.n, better.value) == (20, 0.5)
    assert isinstance(page.states[State.ALL].pairs, Squares)
    assert isinstance(figure(page, "sessions_median"), Withheld)
    assert page.courses.to_unplanned is None
    elsewhere = director.open_clinic_outcomes(world.clinic, world.other_dan)
    assert isinstance(figure(elsewhere, "episodes"), Withheld)


@pytest.mark.parametrize(("closed", "kind"), [(7, Few), (8, Rounded)])
def test_fewer_than_eight_of_many_are_not_counted_out_for_a_director(world, closed, kind):
    brought_in(world, [BETTER] * closed + [SAME] * 20)

    assert isinstance(figure(of_clinic(world), "reliably_better"), kind)


def test_three_filters_beside_how_care_stands_are_refused_and_two_are_not(world):
    brought_in(world, [BETTER] * 12)
    two = {"period": "2026", "age_band": AgeBand.ADULT}

    assert figure(of_clinic(world, **two), "episodes").value == 10
    for look in (of_clinic, own):
        with pytest.raises(InputError, match="at most 2"):
            look(world, **two, informant=Informant.CLIENT)


def test_with_two_filters_a_director_gets_no_further_division(world):
    brought_in(world, [BETTER] * 12)
    one, two = {"period": "2026"}, {"period": "2026", "age_band": AgeBand.ADULT}

    def shown(chosen, state):
        found = of_clinic(world, **chosen).states[state]
        return bool(found.figures.by_age_band), not isinstance(found.gains, Withheld)

    assert [shown(*asked) for asked in (({}, State.OPEN), (one, State.OPEN), (two, State.ALL))] == [(True, True)] * 3
    assert set(of_clinic(world, **two).states) == {State.ALL}
    for who in ("ben", "sue"):
        brought_in(world, [BETTER] * 5, who)
    beside = own(world, **two)
    assert (set(beside.states), set(beside.others)) == (set(State), {State.ALL})
    assert set(own(world, **one).others) == set(State)
    assert isinstance(of_clinic(world, **two).courses.dose, Withheld)


def test_filters_keep_what_they_say(world):
    brought_in(world, [BETTER] * 2, month=1)
    brought_in(world, [SAME] * 3, month=2)
    first = brought_in(world, [BETTER[:2]], month=3, band="adolescent")[0]
    clinician.add_tag(world.clinic, world.ann, first, "group")

    def count(**chosen):
        return figure(own(world, **chosen), "episodes").value

    assert count() == 6
    assert (count(period="2026"), count(period="2026 Q1"), count(period="2026 Q2")) == (6, 6, 0)
    assert (count(age_band=AgeBand.ADOLESCENT), count(age_band=AgeBand.ADULT)) == (1, 5)
    assert (count(tag="group"), count(team="Team A"), count(informant=Informant.CLIENT)) == (1, 6, 6)


def test_what_is_not_offered_is_refused_and_leaks_nothing(world):
    brought_in(world, [BETTER] * 6)
    for chosen in ({"tag": "group"}, {"team": "Team Z"}, {"period": "1999"}):
        with pytest.raises(InputError, match="not among the choices"):
            of_clinic(world, **chosen)


def test_a_tag_is_offered_to_a_director_only_when_two_clinicians_use_it_for_five_clients(world):
    mine = brought_in(world, [BETTER] * 5)
    theirs = brought_in(world, [SAME] * 2, "ben")
    for episode in mine:
        clinician.add_tag(world.clinic, world.ann, episode, "group")
    assert of_clinic(world).choices.tags == ()
    clinician.add_tag(world.clinic, world.ben, theirs[0], "group")

    assert of_clinic(world).choices.tags == ("group",)
    assert own(world).choices.tags == ("group",)


def ratings_read(world, look):
    """Do something and count how often ratings are read."""
    asked = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if "FROM rating" in statement:
            asked.append(statement)

    engine = world.clinic.store._engine
    event.listen(engine, "before_cursor_execute", note)
    look()
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_what_has_not_changed_is_not_read_again_by_anybody(world):
    brought_in(world, [BETTER] * 3)
    mine = brought_in(world, [SAME] * 2, "ben")[0]
    assert ratings_read(world, lambda: of_clinic(world)) == 1, "those of all together"
    assert ratings_read(world, lambda: (of_clinic(world), own(world), own(world, period="2026"))) == 0
    world.session(mine, 30, 38, who=world.ben)
    assert ratings_read(world, lambda: own(world)) == 1, "those of the clinician who got a rating"


def test_a_new_rating_a_correction_and_an_ending_are_seen_at_once(world):
    episode = brought_in(world, [SAME])[0]
    assert figure(own(world), "reliably_better").value == 0
    world.session(episode, 30, 38)
    assert figure(own(world), "reliably_better").value == 1
    rating = next(one for one in world.page(episode).sessions[-1].ratings if one.scale_id == "ors")
    clinician.supersede_rating(world.clinic, world.ann, rating.rating_id, "wrong client")
    assert figure(own(world), "reliably_better").value == 0
    day = world.clinic.today()
    administrator.close_episode(world.clinic, world.admin, episode, closed_on=day, ending=Ending.UNPLANNED)
    assert figure(own(world), "unplanned").value == 1


def test_without_any_episode_nothing_is_zero_of_nothing(world):
    page = own(world)

    assert isinstance(figure(page, "reliably_better"), NotAssessable)
    assert isinstance(page.between, NotAssessable)
    assert page.completeness == ()


def test_a_look_at_outcomes_is_in_the_audit(world):
    of_clinic(world)
    own(world)

    assert {"open_clinic_outcomes", "open_outcomes"} <= set(world.actions())


def test_it_is_the_same_on_each_kind_of_database(either):
    brought_in(either, [BETTER, BETTER, SAME, WORSE], close=True)

    page = own(either)
    assert figure(page, "reliably_better").value == 0.5
    assert figure(page, "days_mean").value == 2
    assert supervisor.open_team_board(either.clinic, either.sue).together.open_episodes == 0


# --- where help is needed ---


def with_an_alert(world, code):
    episode = world.begin(code)
    for srs in (38, 34):
        clinician.start_session(world.clinic, world.ann, episode)
        world.rate(episode, "ors", 20)
        world.rate(episode, "srs", srs)
        world.clock.forward(days=1)
    return episode


def board(world):
    return supervisor.open_team_board(world.clinic, world.sue)


def told(world, name):
    found = board(world).together.figures[name]
    return (found.value, found.n) if isinstance(found, Figure) else None


def test_an_alert_is_due_after_a_week_and_never_opened_until_somebody_marks_it(world):
    episode = with_an_alert(world, "C-1")
    assert told(world, "on_watch") == (1.0, 1)
    world.clock.forward(days=5)
    assert (told(world, "alerts_answered"), told(world, "alerts_never_opened")) == (None, (0.0, 0))
    world.clock.forward(days=1)
    waiting = [alert for alert in world.page(episode).alerts if alert.state.is_open]
    due = told(world, "alerts_answered")
    assert due[0] == 0
    assert due[1] >= len(waiting) > 0
    assert told(world, "alerts_never_opened")[0] > 0
    for alert in waiting:
        clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.SEEN)
    assert told(world, "alerts_never_opened")[0] == 0


def test_what_was_talked_about_in_a_session_within_the_week_is_answered(world):
    episode = with_an_alert(world, "C-1")
    for alert in world.page(episode).alerts:
        if alert.state.is_open:
            clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.TALKED_ABOUT)
    world.clock.forward(days=9)

    assert told(world, "alerts_answered")[0] == 1


def test_who_has_open_clients_and_no_session_rating_in_four_weeks_is_named_to_the_supervisor_alone(world):
    with_an_alert(world, "C-1")
    assert board(world).without_ratings == ()
    world.clock.moment += timedelta(weeks=5)

    assert board(world).without_ratings == ("North ann",)
    assert director.open_board(world.clinic, world.dan).without_ratings == 1


def test_a_director_sees_neither_people_nor_small_counts_on_the_board(world):
    for number in range(4):
        with_an_alert(world, f"C-{number}")
    found = director.open_board(world.clinic, world.dan)

    assert (found.people, found.together.open_episodes) == ((), None)
    assert all(isinstance(one, Withheld) for one in found.together.figures.values())


def test_the_board_is_kept_for_a_minute_unless_somebody_writes(world):
    with_an_alert(world, "C-1")
    world.clock.moment = world.clock.moment.replace(second=58)
    first = board(world)
    world.clock.forward(seconds=59)
    director.open_board(world.clinic, world.dan)  # a look has its line in the audit, and changes nothing
    assert board(world) is first
    world.clock.forward(seconds=1)
    assert board(world) is not first

    again = board(world)
    with_an_alert(world, "C-2")
    assert board(world) is not again


def test_past_ratings_that_came_in_together_are_no_alerts_to_answer(world):
    brought_in(world, [WORSE] * 3)
    world.clock.forward(days=1)

    assert told(world, "alerts_answered") is None
