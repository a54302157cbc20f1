"""Supervision packets: looked at before they are made, shared with supervisors on screen, taken out as a PDF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fit.casework._deed import looking
from fit.casework._packet_gathering import gathered
from fit.casework._packet_names import supervisor_names
from fit.casework._packet_rows import added_counts, replacement_rows
from fit.casework._packet_work import NO_PACKET, row_of
from fit.casework._permission import GRANTS, relation_to
from fit.casework._repairs import repair_page
from fit.casework.views import PacketPage, PacketWritten
from fit.errors import InputError, NotFoundError
from fit.store import packets
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import RepairPage
    from fit.store.types import Record


class _Found(NamedTuple):
    """The repair that a packet is about, and the packet's row where one is saved."""

    page: RepairPage
    row: Record | None


def open_packet(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    session_id: str | None = None,
    plan_id: str | None = None,
    packet_id: str | None = None,
) -> PacketPage:
    """A packet as it would be passed on, about a session or a plan or as it was saved: one of the three is named.

    The clinician in charge sees every replacement beside it. A supervisor sees what a supervisee shares, without
    identities; memories that were written after it was shared are not in it.

    Raises
    ------
    InputError
        when not exactly one of the three is named.
    NotFoundError, AccessDeniedError
        when there is no such session, plan or packet for this person, or it is not shared.
    """
    named = {"session_id": session_id, "plan_id": plan_id, "packet_id": packet_id}
    with looking(clinic, actor, "open_packet", episode_id=episode_id) as deed:
        found = _found(clinic, actor, deed, **named)
        if relation_to(deed.connection, actor, deed.episode) in GRANTS["save_packet"][actor.role]:
            return _own_page(clinic, deed, found)
        return _shared_page(clinic, deed, found)


def _found(
    clinic: Clinic, actor: Actor, deed: Deed, *, session_id: str | None, plan_id: str | None, packet_id: str | None
) -> _Found:
    """Find what a packet is about."""
    if [session_id, plan_id, packet_id].count(None) != 2:  # noqa: PLR2004  of three, one is named
        raise InputError("Say which session, plan or packet it is about: one of the three.")
    rows = packets.packets_of(deed.connection, deed.clinic_id, deed.episode.id)
    if packet_id is not None:
        key = read_id(packet_id)
        row = next((one for one in rows if one.id == key), None)
        if row is None:
            raise NotFoundError(NO_PACKET)
        session_id, plan_id = (shown(row.session_id), None) if row.plan_id is None else (None, shown(row.plan_id))
    page = repair_page(clinic, actor, deed, session_id=session_id, plan_id=plan_id)
    plan = None if page.plan is None else read_id(page.plan.plan_id)
    return _Found(page, row_of(rows, read_id(page.session_id), plan))


def _own_page(clinic: Clinic, deed: Deed, found: _Found) -> PacketPage:
    what = gathered(clinic, deed, found.page, found.row)
    ready = what.deidentified()
    return PacketPage(
        client_label=found.page.client_label,
        packet=ready.packet,
        assessment=what.assessment,
        written=what.written,
        excerpts=what.excerpts,
        replacements=replacement_rows(ready, what.written.choices),
        added=added_counts(ready, what.written.choices),
        warnings=tuple(one.said for one in ready.warnings),
        supervisors=supervisor_names(deed),
        can_write=True,
        **_facts(deed, found),
    )


def _shared_page(clinic: Clinic, deed: Deed, found: _Found) -> PacketPage:
    """What a supervisor sees: nothing of what was replaced."""
    shared_at = _shared_at(deed, found.row)
    if shared_at is None:
        raise NotFoundError(NO_PACKET)
    what = gathered(clinic, deed, found.page, found.row, memories_until=shared_at)
    return PacketPage(
        client_label="",
        packet=what.deidentified().packet,
        assessment=what.assessment,
        written=PacketWritten(),
        excerpts=(),
        replacements=(),
        added=(),
        warnings=(),
        supervisors=(),
        can_write=False,
        **_facts(deed, found),
    )


def _facts(deed: Deed, found: _Found) -> dict[str, Any]:
    page, row = found
    return {
        "clinician_name": deed.episode.clinician_name or "",
        "episode_id": page.episode_id,
        "session_id": page.session_id,
        "plan_id": None if page.plan is None else page.plan.plan_id,
        "packet_id": None if row is None else shown(row.id),
        "meeting": page.meeting,
        "has_record": page.transcript_id is not None,
        "shared_at": _shared_at(deed, row),
        "version": 0 if row is None else row.version,
    }


def _shared_at(deed: Deed, row: Record | None) -> datetime | None:
    """When it was shared, by who holds the client now: what a predecessor shared is not shared with others."""
    if row is None or row.updated_by != deed.episode.clinician_id:
        return None
    at: datetime | None = row.shared_with_supervisor_at
    return at


def export_packet(
    clinic: Clinic, actor: Actor, episode_id: str, *, session_id: str | None = None, plan_id: str | None = None
) -> bytes:
    """A packet as a PDF file without identities, in one action: as it was saved, or else as it is suggested.

    Every export is audited, not the first alone.

    Raises
    ------
    InputError
        when not exactly one of session and plan is named.
    NotFoundError, AccessDeniedError
        when there is no such session or plan for this person.
    """
    from fit.reports.supervision_packet import supervision_packet

    with looking(clinic, actor, "export_packet", episode_id=episode_id, every_time=True) as deed:
        found = _found(clinic, actor, deed, session_id=session_id, plan_id=plan_id, packet_id=None)
        what = gathered(clinic, deed, found.page, found.row)
    return supervision_packet(what.deidentified())
