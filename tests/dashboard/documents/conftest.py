"""A clinic with a client of whom a report has everything to tell, and what a reader finds in a file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from fit.casework import Settings, clinician, open_clinic
from fit.casework.views import AlertState, EventKind, GoalState, SkipReason
from fit.repair import Dimension, KindSeen
from tests.fit.casework.world import Clock, World, found

GOAL, REACHED, LET_GO = "Walk to the harbour alone", "Ring my sister", "Learn to juggle"
EVENT, CLOSED, AGREED = "Moved to a new flat", "We spoke about it by telephone", "Begin with what matters to me"
NAME, CODE = "Robin Example", "C-104"
MARKS = ((17.2, 38.1), (18.4, 38.6), (19.9, 31.2), (24.1, 36.5), (27.3, 38.9))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    clock = Clock()
    clinic = open_clinic(Settings(folder=tmp_path_factory.mktemp("documents")), clock=clock)
    yield World(clinic, clock, found(clinic))
    clinic.close()


@pytest.fixture(scope="module")
def told(world):
    """The client, as the page shows them."""
    place = (world.clinic, world.ann)
    episode = world.begin(CODE, display_name=NAME)
    for ors, srs in MARKS:
        world.session(episode, ors, srs)
    clinician.start_session(*place, episode)
    skipped = {"scale_id": "srs", "reason": SkipReason.NO_TIME, "idempotency_key": "none"}
    world.rate(episode, "ors", 12.5)
    clinician.skip_in_room(*place, episode, **skipped)
    wrong = world.page(episode).sessions[-1].ratings[0]
    clinician.supersede_rating(*place, wrong.rating_id, "read from the wrong sheet")
    world.rate(episode, "ors", 28.6, key="again")
    _worked(world, episode)
    return SimpleNamespace(episode=episode, page=world.page(episode))


def _worked(world, episode):
    place = (world.clinic, world.ann)
    first, today = date(2026, 3, 2), world.clinic.today()
    goal = clinician.add_goal(*place, episode, words=GOAL, agreed_on=first)
    for mark, day in ((2, first), (4, date(2026, 3, 16)), (7, today)):
        clinician.rate_goal(*place, goal, mark=mark, rated_on=day)
    for words, state in ((REACHED, GoalState.REACHED), (LET_GO, GoalState.LET_GO)):
        other = clinician.add_goal(*place, episode, words=words, agreed_on=first)
        clinician.end_goal(*place, other, state=state)
    clinician.add_event(*place, episode, kind=EventKind.LIFE_EVENT, said=EVENT, occurred_on=date(2026, 3, 10))
    clinician.add_tag(*place, episode, "group")
    sessions = world.page(episode).sessions
    saved = clinician.save_reading(
        *place, episode, sessions[2].session_id, kind=KindSeen.WITHDRAWAL, dimension=Dimension.GOALS_OR_METHOD
    )
    version = clinician.make_plan(
        *place, saved.plan_id, version=saved.version, check_by="the session rating", agreed_change=AGREED
    ).version
    clinician.record_talk(
        *place, saved.plan_id, version=version, happened="I asked what I had missed.", client_said="You rushed me."
    )
    alert = next(one for one in world.page(episode).alerts if one.state.is_open)
    clinician.mark_alert(*place, alert.alert_id, AlertState.CLOSED, CLOSED)


def switched(world, **settings):
    """The same clinic with other settings."""
    return replace(world.clinic, settings=replace(world.clinic.settings, **settings))


def reader_of(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader_of(pdf).pages).split())
