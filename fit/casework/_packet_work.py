"""Work on a supervision packet: the question and what was decided are kept, and it is shared with the supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing
from fit.casework._packet_gathering import kept
from fit.casework._permission import check_episode
from fit.casework._repair_changing import check_version, own_words
from fit.casework.views import PacketWritten, SavedPacket
from fit.errors import InputError, NotFoundError
from fit.store import care, packets, repairs
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

NO_PACKET = "There is no such packet here for you. Open it from the session, or from your list of packets."
NO_SESSION = "This client has no such session. Choose one from the list."
MOST_ADDED = 100
"""Words of one's own; more is no list that anybody reads."""
MOST_IDS = 5_000
"""Decisions about single places; a packet has far fewer."""
LONGEST_ADDED = 200
"""[characters] Words to take out: a name, an address."""


def row_of(rows: Sequence[Record], session: int, plan: int | None) -> Record | None:
    """The packet of a plan; else the one that was saved of its session before there was a plan."""
    own = next((row for row in rows if plan is not None and row.plan_id == plan), None)
    return own or next((row for row in rows if row.session_id == session and row.plan_id is None), None)


def save_packet(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    session_id: str,
    *,
    written: PacketWritten,
    plan_id: str | None = None,
    version: int = 0,
) -> SavedPacket:
    """Keep the question and what was decided, for the plan about a session, or the session while it has no plan.

    `version` is that of the packet as it was looked at, 0 where nothing was saved. What is shared stays shared.

    Raises
    ------
    InputError
        when the question is too long, or more was added than anybody reads.
    NotFoundError
        when the client has no such session, or the session no such plan.
    ConflictError
        when it was changed meanwhile, on another device.
    """
    said = _columns(written)

    def work(deed: Deed) -> SavedPacket:
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        session, plan = _place(deed, session_id, plan_id)
        rows = packets.packets_of(deed.connection, deed.clinic_id, deed.episode.id)
        row = row_of(rows, session, plan)
        check_version(0 if row is None else row.version, version)
        by = {"plan_id": plan, "updated_by": deed.user_id, "updated_at": deed.now}
        if row is None:
            return _begun(deed, session, said | by)
        # what a predecessor shared is not shared in the name of who holds the client now
        mine = {} if row.updated_by == deed.user_id else {"shared_with_supervisor_at": None}
        return _changed(deed, row, said | by | mine)

    return doing(clinic, actor, "save_packet", work, episode_id=episode_id)


def _columns(written: PacketWritten) -> dict[str, Any]:
    choices = written.choices
    if len(choices.added) > MOST_ADDED or len(choices.undone) + len(choices.also) > MOST_IDS:
        raise InputError(f"That is more than anybody reads. Keep to {MOST_ADDED} words of your own.")
    if any(len(one.words) > LONGEST_ADDED for one in choices.added):
        raise InputError(f"Words to take out have at most {LONGEST_ADDED} characters. Take out a name at a time.")
    return {
        "question": own_words(written.question),
        "excerpts": None if written.excerpts is None else sorted(set(written.excerpts)),
        "with_memory": written.with_memory,
        "choices": kept(choices),
    }


def _place(deed: Deed, session_id: str, plan_id: str | None) -> tuple[int, int | None]:
    session = care.session_by_id(deed.connection, deed.clinic_id, read_id(session_id))
    if session is None or session.episode_id != deed.episode.id:
        raise NotFoundError(NO_SESSION)
    if plan_id is None:
        return int(session.id), None
    plan = repairs.plan_by_id(deed.connection, deed.clinic_id, read_id(plan_id))
    if plan is None or plan.session_id != session.id:
        raise NotFoundError("There is no such plan about this session. Open it from the client's page.")
    return int(session.id), int(plan.id)


def _begun(deed: Deed, session: int, said: dict[str, Any]) -> SavedPacket:
    row = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id, "session_id": session}
    packets.add_packet(deed.connection, row | said | {"shared_with_supervisor_at": None, "version": 1})
    deed.about("packet", shown(row["id"]))
    return SavedPacket(packet_id=shown(row["id"]), version=1)


def _changed(deed: Deed, row: Record, said: dict[str, Any]) -> SavedPacket:
    deed.about("packet", shown(row.id))
    if not packets.change_packet(deed.connection, row, said):
        check_version(row.version + 1, row.version)
    return SavedPacket(packet_id=shown(row.id), version=row.version + 1)


def share_packet(clinic: Clinic, actor: Actor, packet_id: str, *, shared: bool, version: int) -> SavedPacket:
    """Let one's supervisors see a packet on their screen, or no longer. Sharing again takes newer memories along.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such packet for this person.
    ConflictError
        when it was changed meanwhile, on another device.
    """

    def work(deed: Deed) -> SavedPacket:
        row = packets.packet_by_id(deed.connection, deed.clinic_id, read_id(packet_id), to_change=True)
        if row is None:
            raise NotFoundError(NO_PACKET)
        deed.episode = check_episode(deed.connection, actor, "share_packet", shown(row.episode_id))
        check_version(row.version, version)
        by = {"updated_by": deed.user_id, "updated_at": deed.now}
        return _changed(deed, row, by | {"shared_with_supervisor_at": deed.now if shared else None})

    return doing(clinic, actor, "share_packet", work)
