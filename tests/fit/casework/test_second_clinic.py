"""Two clinics in one database: neither sees, finds or changes anything of the other, whatever it asks or guesses.

And within one clinic: the ids of one call must belong together, so that one's own client opens nobody else's record.
"""

from __future__ import annotations

import shutil
from dataclasses import fields
from types import CodeType

import pytest
from sqlalchemy import select

from fit.casework import Role, Settings, administrator, clinician, director, open_clinic
from fit.casework.views import SharedKind
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.interop.anonymity import LEAST
from fit.ratings import Ending
from fit.store._base import Base
from fit.store.ids import read_id
from tests.fit.casework.test_access_table import (
    CALLS,
    PERSON,
    Target,
    comment_of,
    give_ben_a_factor,
    programme,
    promised,
    target,
)
from tests.fit.casework.world import Clock, World

REFUSED = (AccessDeniedError, NotFoundError)
APART = {
    "extract_records",
    "open_audit",
    "export_audit",
    "acknowledge_opening",
    "leave_shared_case",
    "reopen_episode",
    "set_aside_statement",
    "take_back_comment",
}
"""The extract is of a clinic whole; the audit tells which ids the south itself has asked for; before an opening is
acknowledged, a shared case left, an episode opened again, a statement set aside or a comment taken back, the call makes
what it is about in the north."""
NO_ID = "code"
"""What a client is called: each clinic may call its own as it likes."""


class Noted:
    """A client of which it is noted what a call asks for; some of its ids are those of another one."""

    def __init__(self, one, **foreign):
        self.one, self.foreign, self.asked = one, foreign, set()

    def __getattr__(self, name):
        self.asked.add(name)
        return self.foreign.get(name, getattr(self.one, name))


@pytest.fixture(scope="module")
def world(founded, tmp_path_factory):
    """Both clinics, once for all: what is refused changes nothing, and that is what is tested."""
    folder, people = founded
    copied = shutil.copytree(folder, tmp_path_factory.mktemp("two-clinics") / "clinic")
    clock = Clock()
    clinic = open_clinic(Settings(folder=copied), clock=clock)
    yield World(clinic, clock, people)
    clinic.close()


@pytest.fixture(scope="module")
def clients(world):
    """A client of each: two of the north, and one of the south."""
    admins = {"ann": world.admin, "ben": world.admin, "other_ann": world.other_admin}
    return {name: target(world, world.people[name], admin) for name, admin in admins.items()}


def names_in(code):
    """Every name that a call uses, also within a call of its own."""
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    return {*code.co_names, *(name for part in inner for name in names_in(part))}


def several_ids():
    """Use cases about one client that name more than one record of theirs, with the names of these."""
    for use_case, cells in promised().items():
        if any("own" in cell for cell in cells):
            asked = names_in(CALLS[use_case].__code__)
            named = [field.name for field in fields(Target) if field.name in asked and field.name != NO_ID]
            if len(named) > 1:
                yield from ((use_case, name) for name in named)


@pytest.mark.parametrize(("use_case", "name"), several_ids())
@pytest.mark.parametrize("whose", ["ben", "other_ann"])
def test_an_own_client_opens_nobody_elses_record(world, clients, use_case, name, whose):
    mixed = Noted(clients["ann"], **{name: getattr(clients[whose], name)})
    before = everything_of(world, clients[whose], whose)
    with pytest.raises((*REFUSED, InputError, ConflictError)):
        CALLS[use_case](world, world.ann, mixed)
    assert name in mixed.asked
    assert everything_of(world, clients[whose], whose) == before


def everything_of(world, one, whose):
    """What a clinician's own client looks like from all its sides."""
    who = world.people[whose]
    return (
        clinician.open_client(world.clinic, who, one.episode),
        clinician.open_transcript(world.clinic, who, one.episode, one.transcript),
        clinician.open_repair(world.clinic, who, one.episode, session_id=one.strained),
        clinician.open_goals(world.clinic, who, one.episode),
    )


def of_the_north(world, clients):
    """Every id and name by which something of the northern clinic could be known."""
    ids = {getattr(clients[name], field.name) for name in ("ann", "ben") for field in fields(Target)}
    people = {actor.user_id for name, actor in world.people.items() if not name.startswith("other_")}
    return ids | people | {world.admin.clinic_id, "North"}


def rows_of(world, clinic_id):
    """Every row of a clinic in every table."""
    rows = {}
    with world.clinic.store.read() as connection:
        for table in Base.metadata.sorted_tables:
            if "clinic_id" in table.columns:
                found = connection.execute(select(table).where(table.c.clinic_id == read_id(clinic_id)))
                rows[table.name] = sorted(map(repr, found.all()))
    assert sum(map(len, rows.values())) > 50, "the tables were not read"
    return rows


@pytest.mark.parametrize("role", Role)
def test_the_south_sees_and_changes_nothing_of_the_north(world, clients, role):
    actor = world.people[f"other_{PERSON[role]}"]
    give_ben_a_factor(world)  # the calls are about something that is there
    programme(world)
    known, before = of_the_north(world, clients), rows_of(world, world.admin.clinic_id)
    seen = {}
    # these have tests of their own below
    for use_case in [name for name in CALLS if name not in APART]:
        for whose in ("ben", "other_ann"):
            try:
                # who is named in a call (a clinician to give a client to, a supervisee) is of the north
                result = CALLS[use_case](world, actor, clients[whose])
            except (*REFUSED, InputError, ConflictError) as refusal:
                result = str(refusal)
            seen[use_case, whose] = repr(result)
    told = {where: {one for one in known if one in text} for where, text in seen.items()}
    assert {where: found for where, found in told.items() if found} == {}
    assert rows_of(world, world.admin.clinic_id) == before


def test_the_extract_of_the_south_is_of_the_south(world, clients, tmp_path):
    for number in range(LEAST):
        world.begin(f"of-South company {number}", who=world.other_ann)
    director.extract_records(world.clinic, world.other_dan, tmp_path / "extract")
    texts = {path.name: path.read_text("utf-8") for path in (tmp_path / "extract").glob("*.csv")}
    assert texts["episodes.csv"].count("\n") > LEAST
    known = of_the_north(world, clients)
    assert {name for name, text in texts.items() if any(one in text for one in known)} == set()


def test_what_was_done_in_the_north_is_undone_by_nobody_of_the_south(world, clients):
    north = clients["ann"]
    said = comment_of(world, world.ann, north)
    clinician.close_episode(
        world.clinic, world.ann, north.episode, closed_on=world.clinic.today(), ending=Ending.PLANNED
    )
    couple = clinician.begin_shared_case(
        world.clinic, world.ben, clients["ben"].episode, kind=SharedKind.COUPLE, name="C9"
    )
    before = rows_of(world, world.admin.clinic_id)
    for episode in (clients["ben"].episode, clients["other_ann"].episode):
        with pytest.raises(NotFoundError):
            clinician.leave_shared_case(world.clinic, world.other_ann, episode, couple, left_on=world.clinic.today())
        with pytest.raises(NotFoundError):
            clinician.join_shared_case(world.clinic, world.other_ann, episode, couple)
    with pytest.raises(NotFoundError):
        clinician.open_shared_case(world.clinic, world.other_ann, couple)
    with pytest.raises(NotFoundError):
        clinician.take_back_comment(world.clinic, world.other_ann, said)
    with pytest.raises(NotFoundError):
        clinician.reopen_episode(world.clinic, world.other_ann, north.episode, reason="by mistake")
    for episode in (north.episode, clients["other_ann"].episode):
        with pytest.raises(NotFoundError):
            clinician.set_aside_statement(
                world.clinic, world.other_ann, episode, north.statement, reason="a guess", based_on=1
            )
    assert rows_of(world, world.admin.clinic_id) == before


def test_what_the_south_tried_stands_in_its_own_audit_as_refused(world, clients):
    with pytest.raises(NotFoundError):
        clinician.open_client(world.clinic, world.other_ann, clients["ann"].episode)
    known = of_the_north(world, clients)
    south = administrator.open_audit(world.clinic, world.other_admin)
    north = administrator.open_audit(world.clinic, world.admin)
    assert ("open_client: not found", clients["ann"].episode) in [(row.action, row.subject_id) for row in south]
    # a look is noted before anything is shown, and its refusal after it
    tried = {row.action for row in south if row.subject_id in known and ": " not in row.action}
    assert tried <= {"open_flagged_sessions", "list_held"} <= {row.action.partition(": ")[0] for row in south}
    assert {row.actor_name for row in north} <= {f"North {one}" for one in ("admin", "ann", "ben", "sue", "dan")}
