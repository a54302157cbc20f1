"""What is written with each rating, step by step, equals what the whole history says."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from datetime import timedelta

import numpy as np
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fit.alerts import find_alerts, rules
from fit.assessment import Axis, assess
from fit.casework import Settings, _secrets, administrator, clinician, open_clinic
from fit.casework._recording import method_of
from fit.casework.machine import rebuild_all
from fit.scales import scale_ids
from fit.series import Ratings, Series
from fit.store._restating import restate
from fit.store.cells import FIGURES, NO_PROGRAMME, NOBODY, monday
from fit.store.ids import read_id, shown
from fit.store.states import AlertState
from fit.store.tables import Alert, AllianceCell, Episode, ProgrammeCell, Rating, Session, Standing, columns_of
from tests.fit.casework.world import Clock, World, csv, found

OF_ITEMS = {"low_item", "risk_answer"}
"""Rules about single items, of which a total says nothing."""
PATIENT = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

score = st.integers(0, 400).map(lambda tenths: tenths / 10)
high = st.integers(300, 400).map(lambda tenths: tenths / 10)
session = st.fixed_dictionaries(
    {
        "ors": st.none() | score,
        "srs": st.none() | high | score,
        "phq9": st.none() | st.integers(0, 27).map(float),
        "supersede": st.none() | st.integers(0, 30),
    }
)
history = st.lists(session, min_size=1, max_size=8)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """One clinic for all examples; each example is an episode of its own."""
    folder = tmp_path_factory.mktemp("standing")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(_secrets, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    clock = Clock()
    clinic = open_clinic(Settings(folder=folder / "clinic"), clock=clock)
    yield World(clinic, clock, found(clinic))
    clinic.close()
    monkeypatch.undo()
    shutil.rmtree(folder)


def live(world, steps):
    """Hold these sessions one by one; returns the episode and what counts in the end."""
    world.clock.moment += timedelta(days=1)
    episode = world.begin(f"C{len(world.episodes)}")
    counting, ids = {}, {}
    for meeting, step in enumerate(steps, start=1):
        clinician.start_session(world.clinic, world.ann, episode)
        for scale_id in ("ors", "srs", "phq9"):
            if step[scale_id] is not None:
                world.rate(episode, scale_id, step[scale_id], key=f"{episode}-{meeting}-{scale_id}")
                counting[meeting, scale_id] = round(step[scale_id] * 10)
        ids = {(row.meeting, one.scale_id): one for row in world.page(episode).sessions for one in row.ratings}
        if step["supersede"] is not None and counting:
            chosen = sorted(counting)[step["supersede"] % len(counting)]
            clinician.supersede_rating(world.clinic, world.ann, ids[chosen].rating_id, "test")
            del counting[chosen]
        world.clock.forward(weeks=1)
    return episode, counting


def whole(world, counting):
    """Assess the history in one go, straight from the numbers."""
    rows = sorted(counting.items())
    ratings = Ratings(
        episode_ids=["E"],
        age_band=np.zeros(1, np.int8),
        episode=np.zeros(len(rows), np.int32),
        session=np.array([place[0] for place, _ in rows], np.int32),
        scale=np.array([scale_ids().index(place[1]) for place, _ in rows], np.int8),
        informant=np.zeros(len(rows), np.int8),
        total=np.array([tenths for _, tenths in rows], np.int16),
    )
    series = Series.of(ratings)
    assessment = assess(series, world.clinic.policy, world.clinic.curves, rules())
    return [assessment.episode(strand) for strand in range(series.strands)]


def stored(world, table, episode, column="episode_id"):
    chosen = columns_of(table)
    with world.clinic.store.read() as connection:
        return connection.execute(select(chosen).where(chosen.c[column] == read_id(episode))).all()


def wrong_when_restated(world, episode):
    """How many rows a rebuild, which reads in columns, finds wrong."""
    place = (read_id(world.ann.clinic_id), [read_id(episode)], method_of(world.clinic))
    return world.clinic.store.write(lambda connection: restate(connection, *place))


def points(score):
    return None if score is None else score.tenths


@PATIENT
@given(steps=history)
def test_standing_written_step_by_step_is_assess_of_the_whole(lasting, steps):
    episode, counting = live(lasting, steps)
    row = stored(lasting, Standing, episode)[0]
    assert wrong_when_restated(lasting, episode) == 0
    strands = whole(lasting, counting)
    if not strands:
        assert (row.outcome_latest, row.change, row.outcome_history) == (None, "not_assessable", [])
        assert row.repair is None
        return
    one = strands[0]
    assert row.outcome_latest == points(one.latest)
    assert row.alliance_latest == points(one.alliance_latest)
    assert row.outcome_history == [points(each) for each in one.outcome][-12:]
    assert row.alliance_history == [points(each) for each in one.alliance][-12:]
    assert (row.intake, row.gain) == (points(one.intake), points(one.gain))
    assert (row.change, row.track) == (one.change.value, one.track.value)
    assert (row.expected, row.target) == (one.expected_latest, one.target)
    assert row.sessions == len(steps)
    assert set(row.signals) - OF_ITEMS == {signal.rule.id for signal in one.latest_signals}
    assert (row.outcome_scale, row.alliance_scale, row.informants) == (
        one.outcome_scale.id if one.outcome_scale else "",
        one.alliance_scale.id if one.alliance_scale else "",
        ["client"],
    )
    dips = [place for place, answer in enumerate(one.repairs) if answer != "none_needed"]
    last = (one.meetings[dips[-1]], one.repairs[dips[-1]].value, one.repaired_at[dips[-1]]) if dips else None
    assert (row.dip_meeting, row.repair, row.repaired_meeting) == (last or (None, "none_needed", None))


@PATIENT
@given(steps=history)
def test_alerts_written_step_by_step_are_those_of_the_whole(lasting, steps):
    """Items aside: a total alone tells none of them."""
    episode, counting = live(lasting, steps)
    meetings = {row.id: row.meeting for row in stored(lasting, Session, episode)}
    holding = {
        (row.rule, meetings[row.session_id], row.scale)
        for row in stored(lasting, Alert, episode)
        if row.state != AlertState.NO_LONGER_HOLDS.value and row.rule not in OF_ITEMS
    }
    of_sessions = {rule.id for rule in rules() if rule.axis == Axis.SESSION}
    expected = {
        (alert.rule, alert.meeting, alert.scale)
        for one in whole(lasting, counting)
        for alert in find_alerts(one)
        if not (alert.rule in of_sessions and alert.meeting == len(steps))
    }
    assert holding == expected


@PATIENT
@given(steps=history)
def test_an_open_alert_is_one_that_no_later_rating_answers(lasting, steps):
    episode, _ = live(lasting, steps)
    ratings = {row.id: row for row in stored(lasting, Rating, episode)}
    meetings = {row.id: row.meeting for row in stored(lasting, Session, episode)}
    for row in stored(lasting, Alert, episode):
        if row.state == AlertState.ANSWERED.value:
            answer = ratings[row.answered_by]
            assert answer.status == "active"
            assert meetings[answer.session_id] > meetings[row.session_id]
        assert (row.closed_at is None) == AlertState(row.state).is_open


moves = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["rate", "move", "rate and move"]), st.none() | st.integers(0, 2)),
    min_size=2,
    max_size=12,
)


@PATIENT
@given(steps=moves)
def test_cells_of_programmes_follow_whatever_is_done_step_by_step(lasting, steps):
    """Two clients, one of them with two episodes, rated and moved in any order: as counted from raw rows."""
    world = lasting
    names = ("Couples", "Young people", "Outpatients")
    known = [administrator.add_programme(world.clinic, world.admin, name).programme_id for name in names]
    world.clock.moment += timedelta(days=1)
    code = f"P{len(world.episodes)}"
    own = [world.begin(code), world.begin(f"{code}b"), world.begin(code)]
    for place, (which, deed, programme) in enumerate(steps):
        episode = own[which]
        if deed != "move":
            world.session(episode, 20, 40 - place)
            world.clock.forward(days=3)
        if deed != "rate":
            chosen = None if programme is None else known[programme]
            clinician.set_programme(world.clinic, world.ann, episode, chosen)
    assert cells_of_programmes(world) == programmes_by_hand(world)


def test_a_rebuild_finds_nothing_wrong_in_the_cells_of_programmes(lasting):
    """After all the examples above."""
    before = cells_of_programmes(lasting)
    assert len({programme for programme, _, _ in before}) == 4
    assert rebuild_all(lasting.clinic).wrong == 0
    assert cells_of_programmes(lasting) == before


def cells_of_programmes(world):
    with world.clinic.store.read() as connection:
        rows = connection.execute(select(columns_of(ProgrammeCell))).all()
    written = {
        (row.programme_id, row.clinician_id, row.week): {name: getattr(row, name) for name in FIGURES} for row in rows
    }
    return {place: row for place, row in written.items() if any(row.values())}


def programmes_by_hand(world):
    """What the sessions have noted, added up by the programme of their episode as it is now; clients counted."""
    with world.clinic.store.read() as connection:
        sessions = connection.execute(select(columns_of(Session))).all()
        episodes = {row.id: row for row in connection.execute(select(columns_of(Episode)))}
    expected, present = defaultdict(Counter), defaultdict(set)
    for row in sessions:
        of = episodes[row.episode_id]
        place = (of.programme_id or NO_PROGRAMME, row.clinician_id or NOBODY, monday(row.occurred_on))
        tenths = row.alliance_tenths
        noted = {name: getattr(row, name) for name in ("comparable", "below_line", "followed", "repaired", "with_both")}
        noted |= {"drops": row.dropped, "dips": row.dip, "with_alliance": tenths is not None, "sessions": 1}
        expected[place] += Counter(noted | {"sum_tenths": tenths or 0, "sum_squares": (tenths or 0) ** 2})
        present[place].add(of.client_id)
    return {
        place: {name: int(len(present[place]) if name == "clients" else one[name]) for name in FIGURES}
        for place, one in expected.items()
    }


def test_cells_are_what_counting_by_hand_gives(lasting):
    """After all the examples above: every cell of the clinic from raw rows, by plain loops."""
    administrator.import_ratings(lasting.clinic, lasting.admin, "f.csv", csv(*IMPORTED))
    with lasting.clinic.store.read() as connection:
        cells = connection.execute(select(columns_of(AllianceCell))).all()
    expected = counted_by_hand(lasting)
    written = {(row.clinician_id, row.week): {name: getattr(row, name) for name in FIGURES} for row in cells}
    assert {place: row for place, row in written.items() if any(row.values())} == expected
    assert len(expected) > 5
    totals = {name: sum(row[name] for row in expected.values()) for name in FIGURES}
    assert 0 < totals["repaired"] < totals["followed"] < totals["dips"] < totals["with_alliance"]


def counted_by_hand(world):
    """Every cell from raw rows; what a dip is and what became of it is read off the verdicts on each whole history."""
    with world.clinic.store.read() as connection:
        sessions = connection.execute(select(columns_of(Session))).all()
        ratings = connection.execute(select(columns_of(Rating))).all()
        clients = {row.id: row.client_id for row in connection.execute(select(columns_of(Episode)))}
    given = {(row.session_id, row.scale): row.total for row in ratings if row.status == "active"}
    on_ors = {row.episode_id for row in ratings if (row.scale, row.status) == ("ors", "active")}
    leading = defaultdict(lambda: "phq9", dict.fromkeys(on_ors, "ors"))
    expected, present, before = defaultdict(Counter), defaultdict(set), defaultdict(list)
    for row in sorted(sessions, key=lambda row: (row.episode_id, row.meeting)):
        place = (row.clinician_id or NOBODY, monday(row.occurred_on))
        present[place].add(clients[row.episode_id])
        expected[place] += Counter(sessions=1)
        total, earlier = given.get((row.id, "srs")), before[row.episode_id]
        if total is not None:
            expected[place] += rated(total, earlier) + Counter(with_both=(row.id, leading[row.episode_id]) in given)
            earlier.append(total)
    for (clinician_id, week), fate in dips_by_hand(world, sessions, given):
        expected[clinician_id or NOBODY, week] += fate
    expected = {place: one + Counter(clients=len(present[place])) for place, one in expected.items()}
    return {place: {name: one[name] for name in FIGURES} for place, one in expected.items()}


def rated(total, earlier):
    drop = bool(earlier) and earlier[-1] - total >= 10
    return Counter(
        with_alliance=1,
        comparable=bool(earlier),
        below_line=total < 360,
        drops=drop,
        sum_tenths=total,
        sum_squares=total**2,
    )


def dips_by_hand(world, sessions, given):
    """Where the alliance dipped, and what became of it: known when three more session ratings were given."""
    for episode in {row.episode_id for row in sessions}:
        mine = sorted((row for row in sessions if row.episode_id == episode), key=lambda row: row.meeting)
        counting = {
            (row.meeting, scale): given[row.id, scale] for row in mine for scale in SCALES if (row.id, scale) in given
        }
        for one in whole(world, counting)[:1]:
            rated_at = [row for row in mine if (row.meeting, "srs") in counting]
            answers = dict(zip(one.meetings, one.repairs, strict=True))
            for place, row in enumerate(rated_at):
                if answers[row.meeting] != "none_needed":
                    known = len(rated_at) - place > 3
                    repaired = known and answers[row.meeting] == "repaired"
                    fate = Counter(dips=1, followed=known, repaired=repaired)
                    yield (row.clinician_id, monday(row.occurred_on)), fate


SCALES = ("ors", "srs", "phq9")


IMPORTED = [
    f"I{number},adult,{meeting},{scale_id},{total},2026-0{1 + meeting // 4}-1{meeting % 4}"
    for number in range(4)
    for meeting in range(1, 7)
    for scale_id, total in (("ors", 20 + number), ("srs", 40 - number * meeting / 2))
]


def test_an_episode_that_changes_hands_takes_along_only_what_nobody_held(lasting):
    administrator.import_ratings(lasting.clinic, lasting.admin, "g.csv", csv("G1,adult,1,srs,30.0,2025-11-03"))
    week = monday(lasting.clock.moment.date().replace(year=2025, month=11, day=3))
    assert cell_of(lasting, NOBODY, week).sum_tenths == 300
    episode = administrator.find_episode(lasting.clinic, lasting.admin, "G1")
    ann, ben = (read_id(who.user_id) for who in (lasting.ann, lasting.ben))
    administrator.assign_episode(lasting.clinic, lasting.admin, episode, shown(ann))
    administrator.assign_episode(lasting.clinic, lasting.admin, episode, shown(ben))
    assert (cell_of(lasting, ann, week).sessions, cell_of(lasting, ann, week).below_line) == (1, 1)
    assert cell_of(lasting, NOBODY, week).sessions == 0
    assert cell_of(lasting, ben, week) is None


def cell_of(world, clinician_id, week):
    cell = columns_of(AllianceCell)
    place = (cell.c.clinician_id == clinician_id, cell.c.week == week)
    with world.clinic.store.read() as connection:
        return connection.execute(select(cell).where(*place)).first()


def test_a_client_who_comes_twice_in_a_week_is_one_client(lasting):
    lasting.clock.moment += timedelta(weeks=2)
    lasting.clock.moment -= timedelta(days=lasting.clock.moment.weekday())
    ann, week = read_id(lasting.ann.user_id), lasting.clock.moment.date()
    first = lasting.begin("TWICE")
    for episode in (first, lasting.begin("ONCE"), first, lasting.begin("TWICE")):
        clinician.start_session(lasting.clinic, lasting.ann, episode)
        lasting.clock.forward(days=1)
    assert (cell_of(lasting, ann, week).clients, cell_of(lasting, ann, week).sessions) == (2, 4)


def test_a_repair_that_a_later_rating_shows_stands_in_the_week_of_the_dip(lasting):
    lasting.clock.moment += timedelta(weeks=2)
    episode, ann, week = lasting.begin("REPAIR"), read_id(lasting.ann.user_id), monday(lasting.clock.moment.date())
    fates = []
    for srs in (30, 38, 38, 38):
        lasting.session(episode, 20, srs)
        cell = cell_of(lasting, ann, week)
        fates.append((cell.dips, cell.followed, cell.repaired))
    assert fates == [(1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 1, 1)]
