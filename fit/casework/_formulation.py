"""The case formulation: facts read from the record at this moment, and statements of clinicians, each state kept."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._formulation_evidence import (
    check_evidence,
    evidence_in,
    excerpts_named,
    excerpts_of,
    marked_moments,
    standing_of,
)
from fit.casework._notes import check_based_on
from fit.casework._page import client_page, spans_seen_by
from fit.casework._permission import GRANTS, relation_to
from fit.casework._recording import method_of
from fit.casework._repair_changing import LONGEST_REASON, own_words
from fit.casework._repair_course import courses_of
from fit.casework._repair_rows import plan_row
from fit.casework.views import (
    EpisodeCourse,
    EvidenceKind,
    EvidenceRef,
    FormulationPage,
    FormulationSection,
    SavedStatement,
    StatementRow,
    StatementVersion,
)
from fit.errors import ConflictError, InputError, NotFoundError
from fit.repair import WhyUnknown
from fit.store import care, notes, record, repairs
from fit.store.ids import new_id, read_id, shown
from fit.store.standing import strands_by_episode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._formulation_evidence import Found
    from fit.casework._repair_course import RepairCourse
    from fit.casework.actor import Actor
    from fit.repair import FollowUp
    from fit.store.types import Record

LONGEST = 1_000
"""[characters] A statement that needs more is several statements, or belongs in a note."""
MOST = 200
"""[statements] More is no summary that anybody reads."""
NO_DIP = frozenset({WhyUnknown.NO_DIP, WhyUnknown.NOT_RATED})
NO_STATEMENT = "There is no such statement. Reload the page."


def open_formulation(clinic: Clinic, actor: Actor, episode_id: str) -> FormulationPage:
    """Facts and statements of an episode's case formulation; nothing here was kept but the statements.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    with looking(clinic, actor, "open_formulation", episode_id=episode_id) as deed:
        return _page(clinic, actor, deed)


def _page(clinic: Clinic, actor: Actor, deed: Deed) -> FormulationPage:
    connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
    relation = relation_to(connection, actor, episode, now=deed.now)
    page = client_page(clinic, actor, deed)
    course = courses_of(clinic, deed, [episode.id], known={episode.id: page.strands})[episode.id]
    plans = repairs.plans_of(connection, clinic_id, [episode.id])
    transcripts = record.transcripts_of(connection, clinic_id, episode.id)
    marked = marked_moments(deed, transcripts)
    there = evidence_in(page, plans, notes.newest_notes(connection, clinic_id, episode.id))
    found = there | excerpts_of(marked)
    states = _states(deed)
    named = [state.evidence for one in states.values() for state in one if state.evidence is not None]
    may_see_repairs = relation in GRANTS["open_repair"][actor.role]
    choices = [row for row in found.values() if not row.is_gone]
    return FormulationPage(
        client=page,
        dips=_dips(course),
        plans=tuple(plan_row(row, course) for row in plans) if may_see_repairs else (),
        marked=marked,
        earlier=_earlier(clinic, actor, deed),
        statements=_statements(states, found | excerpts_named(deed, transcripts, named)),
        choices=tuple(sorted(choices, key=lambda row: -(row.meeting or 0))),
        can_write=relation in GRANTS["save_statement"][actor.role],
        can_open_repairs=may_see_repairs,
        can_write_notes=relation in GRANTS["save_note"][actor.role],
    )


def _dips(course: RepairCourse) -> tuple[FollowUp, ...]:
    """What the engine says of every session whose alliance rating fell or was low."""
    found = [course.follow_up(meeting) for meeting in (() if course.one is None else course.one.meetings)]
    return tuple(one for one in found if one is not None and one.why_unknown not in NO_DIP)


def _earlier(clinic: Clinic, actor: Actor, deed: Deed) -> tuple[EpisodeCourse, ...]:
    """How the client's ended episodes went, in one assessment of all."""
    spans = [one for one in spans_seen_by(actor, deed) if one.episode_id != shown(deed.episode.id)]
    ended = [one for one in spans if one.closed_on is not None]
    ids = [read_id(one.episode_id) for one in ended]
    strands = strands_by_episode(deed.connection, deed.clinic_id, ids, method_of(clinic))
    return tuple(
        EpisodeCourse(span=one, assessment=next(iter(strands.get(key, ())), None))
        for one, key in zip(ended, ids, strict=True)
    )


def _states(deed: Deed) -> dict[int, list[StatementVersion]]:
    """The saved states of each statement, the oldest first."""
    rows = notes.statements_of(deed.connection, deed.clinic_id, deed.episode.id)
    return {
        key: [_version(row, deed.user_id) for row in of_one]
        for key, of_one in groupby(rows, key=lambda row: row.statement_id)
    }


def _statements(states: dict[int, list[StatementVersion]], found: Found) -> tuple[StatementRow, ...]:
    return tuple(_statement(key, of_one, found) for key, of_one in states.items())


def _statement(key: int, of_one: Sequence[StatementVersion], found: Found) -> StatementRow:
    newest = of_one[-1]
    rests_on = None if newest.evidence is None else found.get(newest.evidence)
    return StatementRow(
        statement_id=shown(key),
        newest=newest,
        earlier=tuple(reversed(of_one[:-1])),
        evidence=rests_on,
        standing=standing_of(newest, rests_on),
    )


def _version(row: Record, reader: int) -> StatementVersion:
    return StatementVersion(
        version=row.version,
        section=FormulationSection(row.section),
        words=row.words,
        evidence=_ref(row),
        set_aside=row.set_aside,
        reason=row.reason,
        written_by=row.author_name,
        is_own=row.written_by == reader,
        written_at=row.written_at,
    )


def _ref(row: Record) -> EvidenceRef | None:
    if row.evidence_kind is None:
        return None
    kind = EvidenceKind(row.evidence_kind)
    return EvidenceRef(kind=kind, evidence_id=shown(row.evidence_id), place=row.evidence_place)


def save_statement(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    section: FormulationSection,
    words: str,
    evidence: EvidenceRef | None = None,
    statement_id: str | None = None,
    based_on: int = 0,
) -> SavedStatement:
    """Keep what a clinician says, as a new statement or the newest state of one; one that was set aside counts again.

    `based_on` is the version that was looked at, 0 for a new statement. What stands already, word for word, is not
    kept twice.

    Raises
    ------
    InputError
        when nothing is said, or too much, or there are too many statements.
    NotFoundError
        when there is no such statement, or what it shall rest on is not in this client's record.
    ConflictError
        when it was saved meanwhile.
    """
    said = own_words(words, longest=LONGEST)
    if not said:
        raise InputError("Nothing is written yet. Say it in a sentence or two.")

    def work(deed: Deed) -> SavedStatement:
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        rows = notes.statements_of(deed.connection, deed.clinic_id, deed.episode.id)
        there = _newest(rows, statement_id) if statement_id is not None else _said_already(deed, rows, section, said)
        if there is not None and _says(there, section, said, evidence):
            return _kept(deed, there.statement_id, there.version)
        there = None if statement_id is None else there
        check_based_on(0 if there is None else there.version, based_on)
        if evidence is not None and (there is None or evidence != _ref(there)):
            check_evidence(deed, evidence)
        if there is None and len({row.statement_id for row in rows}) >= MOST:
            raise InputError(f"There are {MOST} statements already. Change one of them, or set it aside.")
        written = {"section": section.value, "words": said, "set_aside": False, "reason": ""}
        return _add(deed, there, written | _columns(evidence))

    return doing(clinic, actor, "save_statement", work, episode_id=episode_id)


def set_aside_statement(
    clinic: Clinic, actor: Actor, episode_id: str, statement_id: str, *, reason: str, based_on: int
) -> SavedStatement:
    """Say that a statement does not hold any more, and why; it stays in the history, and can be taken up again.

    Raises
    ------
    InputError
        when the reason is missing or too long.
    NotFoundError
        when there is no such statement.
    ConflictError
        when it was saved meanwhile, or is set aside already.
    """
    why = own_words(reason, longest=LONGEST_REASON)
    if not why:
        raise InputError("The reason is missing. Say in a few words why it does not hold any more.")

    def work(deed: Deed) -> SavedStatement:
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        rows = notes.statements_of(deed.connection, deed.clinic_id, deed.episode.id)
        there = _newest(rows, statement_id)
        check_based_on(there.version, based_on)
        if there.set_aside:
            raise ConflictError("This statement is set aside already. Reload the page.")
        kept = {"section": there.section, "words": there.words, "set_aside": True, "reason": why}
        return _add(deed, there, kept | _columns(_ref(there)))

    return doing(clinic, actor, "set_aside_statement", work, episode_id=episode_id)


def _newest(rows: Sequence[Record], statement_id: str) -> Record:
    key = read_id(statement_id)
    found = [row for row in rows if row.statement_id == key]
    if not found:
        raise NotFoundError(NO_STATEMENT)
    return found[-1]


def _said_already(deed: Deed, rows: Sequence[Record], section: FormulationSection, said: str) -> Record | None:
    """A statement that this person has written just so: sent twice, it is kept once."""
    newest = {row.statement_id: row for row in rows}.values()
    mine = (row for row in newest if row.written_by == deed.user_id and row.version == 1)
    return next((row for row in mine if (row.section, row.words) == (section.value, said)), None)


def _says(row: Record, section: FormulationSection, said: str, evidence: EvidenceRef | None) -> bool:
    return (row.section, row.words, _ref(row), row.set_aside) == (section.value, said, evidence, False)


def _columns(evidence: EvidenceRef | None) -> dict[str, Any]:
    if evidence is None:
        return {"evidence_kind": None, "evidence_id": None, "evidence_place": None}
    return {
        "evidence_kind": evidence.kind.value,
        "evidence_id": read_id(evidence.evidence_id),
        "evidence_place": evidence.place,
    }


def _add(deed: Deed, there: Record | None, written: dict[str, Any]) -> SavedStatement:
    key = new_id()
    row = {"clinic_id": deed.clinic_id, "id": key, "episode_id": deed.episode.id}
    row |= {"statement_id": key if there is None else there.statement_id}
    row |= {"version": 1 if there is None else there.version + 1}
    notes.add_statement(deed.connection, row | written | {"written_by": deed.user_id, "written_at": deed.now})
    return _kept(deed, row["statement_id"], row["version"])


def _kept(deed: Deed, statement_id: int, version: int) -> SavedStatement:
    deed.about("formulation statement", shown(statement_id))
    return SavedStatement(statement_id=shown(statement_id), version=version)
