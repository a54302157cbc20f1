"""Where help is needed: by team or programme, what is new this week, and nobody found by choosing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from fit.casework import administrator, clinician, director, supervisor
from fit.casework.views import AlertState
from fit.errors import InputError
from fit.service.figure import Figure
from fit.service.suppression import Rounded, Withheld
from fit.store import accounts
from fit.store.ids import read_id
from fit.store.tables import Alert, columns_of
from tests.fit.casework.random_store import add_dora
from tests.fit.casework.world import csv, day

NEW = "alerts_new"
NEVER = "alerts_never_opened"


def alarming(world, *clients):
    """Clients (code and clinician) whose second session rating falls: alerts are raised on the clock's day."""
    episodes = {world.begin(code, who=who): who for code, who in clients}
    for srs in (38, 34):
        world.clock.forward(days=1)
        for episode, who in episodes.items():
            clinician.start_session(world.clinic, who, episode)
            world.rate(episode, "ors", 20, who=who)
            world.rate(episode, "srs", srs, who=who)
    return list(episodes)


@pytest.fixture
def two_teams(world):
    """Nine clients of one team in one programme, and ten of another in none, all with an alert that waits."""
    add_dora(world)
    couples = administrator.add_programme(world.clinic, world.admin, "Couples").programme_id
    theirs = [(f"A-{number}", world.ann) for number in range(9)]
    dora = [(f"D-{number}", world.people["dora"]) for number in range(10)]
    for episode in alarming(world, *theirs, *dora)[:9]:
        clinician.set_programme(world.clinic, world.ann, episode, couples)
    return world


def alerts_there(world):
    """Alerts that ask for something, as plain rows."""
    alert = columns_of(Alert)
    with world.clinic.store.read() as connection:
        rows = connection.execute(select(alert.c.severity, alert.c.raised_at, alert.c.state)).all()
    return [row for row in rows if row.severity in {"urgent", "act", "watch"}]


def on_watch(found):
    one = found.together.figures["on_watch"]
    return None if isinstance(one, Withheld) else one.n


def test_a_director_has_the_board_of_one_team_or_programme(two_teams):
    world = two_teams
    whole = director.open_board(world.clinic, world.dan)
    assert (whole.teams, whole.programmes) == (("Team A", "Team B"), ("Couples", "No programme"))
    assert on_watch(whole) == 20
    for asked in ({"team": "Team A"}, {"programme": "Couples"}, {"team": "Team B"}, {"programme": "No programme"}):
        found = director.open_board(world.clinic, world.dan, **asked)
        assert on_watch(found) == 10, asked
        assert (found.team, found.programme) == (asked.get("team"), asked.get("programme"))
        assert found.without_ratings is None, "of one team the number would be a name"
    assert whole.without_ratings == 0


def test_a_team_and_a_programme_at_once_and_what_there_is_not_are_refused(two_teams):
    world = two_teams
    with pytest.raises(InputError, match="Choose one of them"):
        director.open_board(world.clinic, world.dan, team="Team A", programme="Couples")
    with pytest.raises(InputError, match="'Team Q' is not among the choices"):
        director.open_board(world.clinic, world.dan, team="Team Q")
    with pytest.raises(InputError, match="'Team B' is not among the choices"):
        supervisor.open_team_board(world.clinic, world.sue, team="Team B")


def test_a_supervisor_chooses_among_the_teams_of_supervisees(two_teams):
    world = two_teams
    administrator.add_supervision(world.clinic, world.admin, world.sue.user_id, world.people["dora"].user_id)
    found = supervisor.open_team_board(world.clinic, world.sue, team="Team B")
    assert [(row.name, row.open_episodes) for row in found.people] == [("North dora", 10)]
    assert supervisor.open_team_board(world.clinic, world.sue, programme="Couples").together.open_episodes == 9


def test_new_this_week_counts_episodes_with_an_alert_of_the_last_seven_days_answered_or_not(world):
    (episode,) = alarming(world, ("A-1", world.ann))
    assert len(alerts_there(world)) > 1, "of one episode"
    told = lambda: supervisor.open_team_board(world.clinic, world.sue).together.figures[NEW].value  # noqa: E731
    assert told() == 1
    for alert in world.page(episode).alerts:
        if alert.state.is_open:
            clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.SEEN)
    assert told() == 1
    world.clock.forward(days=7, minutes=-2)
    assert told() == 1
    world.clock.forward(minutes=3)
    assert told() == 0


def test_a_director_is_told_new_alerts_in_rounded_counts_of_five_clients_and_more(two_teams):
    world = two_teams
    shown = director.open_board(world.clinic, world.dan).together.figures[NEW]
    assert isinstance(shown, Rounded)
    assert shown.value == 20, "nineteen, rounded"
    small = accounts.change_user
    ben, clinic_id = read_id(world.ben.user_id), read_id(world.admin.clinic_id)
    world.clinic.store.write(lambda connection: small(connection, clinic_id, ben, team="Team C"))
    alarming(world, *((f"B-{number}", world.ben) for number in range(4)))
    world.clock.moment += timedelta(minutes=2)
    of_four = director.open_board(world.clinic, world.dan, team="Team C").together
    assert isinstance(of_four.figures[NEW], Withheld)
    assert (of_four.open_episodes, isinstance(of_four.figures["on_watch"], Withheld)) == (None, True)
    assert not any(isinstance(one, Figure) for one in of_four.figures.values())


def test_alerts_of_ratings_brought_in_count_as_never_opened_a_week_after_they_came(world):
    """Sessions of long ago: the alerts are new from the day of the import, and count from a week after it on."""
    rows = [
        f"C{one},adult,{meeting},srs,{total},{day(meeting)}"
        for one in range(9)
        for meeting, total in ((1, 38), (2, 33))
    ]
    rows += [f"C{one},adult,{meeting},ors,20,{day(meeting)}" for one in range(9) for meeting in (1, 2)]
    administrator.import_ratings(world.clinic, world.admin, "past.csv", csv(*rows), clinician_sign_in_name="ann")

    def never():
        found = supervisor.open_team_board(world.clinic, world.sue).together.figures[NEVER]
        return found.value

    waiting = len([one for one in alerts_there(world) if one.state == AlertState.NEW.value])
    assert waiting >= 9
    assert never() == 0
    world.clock.forward(days=8)
    assert never() == waiting
