"""An episode ends: what is open is told before, forms are withdrawn, and what was closed too early goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import administrator, client, clinician
from fit.casework._recording import method_of
from fit.casework.views import FormState, Way
from fit.errors import AccessDeniedError, ConflictError, InputError
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen
from fit.scales import AgeBand
from fit.service.episodes import State
from fit.store._restating import restate
from fit.store.ids import read_id
from fit.store.rebuild import rebuild_cells


@pytest.fixture
def strained(either):
    """Three sessions, the last with a drop of the session rating."""
    episode = either.begin("C1")
    for ors, srs in ((18, 38), (21, 37), (24, 30)):
        either.session(episode, ors, srs)
    return either, episode


def close(world, episode, ending=Ending.PLANNED, who=None, day=None):
    place = (world.clinic, who or world.ann, episode)
    return clinician.close_episode(*place, closed_on=day or world.clinic.today(), ending=ending)


def reopen(world, episode, who=None, reason="The client came on after all."):
    clinician.reopen_episode(world.clinic, who or world.ann, episode, reason=reason)


def test_what_is_still_open_is_counted_before(strained):
    world, episode = strained
    page = world.page(episode)
    reading = {"kind": KindSeen.BOTH, "dimension": Dimension.NOT_SURE}
    clinician.save_reading(world.clinic, world.ann, episode, page.sessions[2].session_id, **reading)
    world.invite(episode, "ors")
    before = clinician.open_closing(world.clinic, world.ann, episode)
    assert before.alerts == sum(alert.state.is_open for alert in page.alerts) > 0
    assert (before.plans, before.forms, before.earliest) == (1, 1, date(2026, 3, 23))  # the form's session is today's
    world.clock.forward(days=30)
    assert clinician.open_closing(world.clinic, world.ann, episode).forms == 0  # the code has run out by itself


def test_forms_that_are_out_are_withdrawn_and_alerts_and_plans_stay(strained):
    world, episode = strained
    handed = world.invite(episode, "ors", way=Way.LINK, word="heron")
    client.begin_form(world.clinic, handed.token, device="theirs", word="heron", source="here")
    alerts = world.page(episode).alerts
    assert close(world, episode) == 1
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token, 20.0, device="theirs")
    given = clinician.open_invitations(world.clinic, world.ann, episode)
    assert [row.state for row in given] == [FormState.WITHDRAWN]
    after = world.page(episode)
    assert [(row.alert_id, row.state) for row in after.alerts] == [(row.alert_id, row.state) for row in alerts]
    assert close(world, episode) == 0  # saying the same twice changes nothing


def test_it_cannot_have_ended_before_the_last_session_nor_tomorrow(strained):
    world, episode = strained
    with pytest.raises(InputError, match="There was a session on 2026-03-16"):
        close(world, episode, day=date(2026, 3, 15))
    with pytest.raises(InputError, match="lies in the future"):
        close(world, episode, day=world.clinic.today() + timedelta(days=1))
    close(world, episode, day=date(2026, 3, 16))
    assert world.page(episode).episode.closed_on == date(2026, 3, 16)


def test_the_last_session_is_the_latest_day_and_not_the_highest_number(world):
    rows = ("episode_id,age_band,session,scale,total,date", "E1,adult,1,ors,20.0,2026-02-20")
    content = "\n".join((*rows, "E1,adult,2,ors,21.0,2026-02-10", "")).encode()
    administrator.import_ratings(world.clinic, world.admin, "f.csv", content, clinician_sign_in_name="ann")
    episode = administrator.find_episode(world.clinic, world.admin, "E1")
    with pytest.raises(InputError, match="2026-02-20"):
        close(world, episode, day=date(2026, 2, 15))


def test_opened_again_it_goes_on_as_if_it_had_not_ended(strained):
    world, episode = strained
    before = world.caseload().rows
    close(world, episode, Ending.UNPLANNED)
    assert world.caseload().rows == ()
    reopen(world, episode)
    assert world.caseload().rows == before
    page = world.page(episode)
    assert (page.episode.closed_on, page.episode.ending, page.can_hand_over) == (None, None, True)
    (row,) = page.reopened
    assert (row.ending, row.reason, row.reopened_by) == (
        Ending.UNPLANNED,
        "The client came on after all.",
        "North ann",
    )
    assert row.closed_on == world.clinic.today()
    world.session(episode, 27, 39)
    assert world.page(episode).assessment.outcome[-1].tenths == 270
    assert "came on" not in repr(world.actions())


def test_what_was_summed_up_is_what_a_rebuild_finds(strained):
    """Standing, cells and outcomes of an episode handed on, closed and opened again, against all counted anew."""
    world, episode = strained
    clinician.transfer_episode(world.clinic, world.ann, episode, world.ben.user_id)
    close(world, episode, who=world.ben)
    counted = _closed_in_outcomes(world)
    reopen(world, episode, who=world.ben)
    assert _closed_in_outcomes(world) == counted - 1
    world.session(episode, 27, 39, who=world.ben)
    assert _wrong(world, episode) == 0


def _wrong(world, episode):
    clinic_id, method = read_id(world.ann.clinic_id), method_of(world.clinic)
    people = [read_id(one.user_id) for one in (world.ann, world.ben)]

    def work(connection):
        cells = sum(rebuild_cells(connection, clinic_id, who) for who in people)
        return cells + restate(connection, clinic_id, [read_id(episode)], method)

    return world.clinic.store.write(work)


def _closed_in_outcomes(world):
    return clinician.open_outcomes(world.clinic, world.ben).states[State.CLOSED].figures.figures["episodes"].value


def test_only_with_a_reason_and_only_what_is_closed(strained):
    world, episode = strained
    with pytest.raises(ConflictError, match="This episode is open"):
        reopen(world, episode)
    close(world, episode)
    for reason in ("", " a "):
        with pytest.raises(InputError, match="3 to 500 characters"):
            reopen(world, episode, reason=reason)
    with pytest.raises(AccessDeniedError):
        reopen(world, episode, who=world.ben)
    administrator.reopen_episode(world.clinic, world.admin, episode, reason="asked for by ann")
    assert world.page(episode).reopened[0].reopened_by == "North admin"


def test_a_client_with_an_open_episode_goes_on_there(strained):
    world, episode = strained
    close(world, episode)
    again = clinician.begin_episode(world.clinic, world.ann, code="C1", age_band=AgeBand.ADULT, seen_before=True)
    with pytest.raises(ConflictError, match="open episode of this client"):
        reopen(world, episode)
    clinician.transfer_episode(world.clinic, world.ann, again, world.ben.user_id)
    reopen(world, episode)  # ben goes on with the one, ann with the other
    assert world.page(episode).episode.closed_on is None


def test_it_is_not_opened_again_for_somebody_who_left(strained):
    world, episode = strained
    close(world, episode)
    administrator.set_active(world.clinic, world.admin, world.ann.user_id, active=False)
    with pytest.raises(ConflictError, match="North ann holds no clients any more"):
        administrator.reopen_episode(world.clinic, world.admin, episode, reason="asked for")
    administrator.transfer_episode(world.clinic, world.admin, episode, world.ben.user_id)
    administrator.reopen_episode(world.clinic, world.admin, episode, reason="asked for")
    assert world.page(episode, who=world.ben).episode.closed_on is None
