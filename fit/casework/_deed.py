"""How every use case runs: permission first, then the deed, then its line in the audit, all or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from fit.casework._permission import check_episode, check_role
from fit.errors import AccessDeniedError, NotFoundError
from fit.store import audit, care
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection

T = TypeVar("T")
Look = tuple[str, str, str]
"""Who, doing what, to which record."""
LOOK_AUDITED_EVERY = timedelta(minutes=15)
MOST_LOOKS_KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Deed:
    """A use case on its way: who, in which clinic, when, on which episode, through which connection."""

    connection: Connection
    clinic_id: int
    user_id: int
    now: datetime
    episode: Any = None
    subject: tuple[str, str] = ("", "")
    """Kind and id of the record that the audit names; a deed that makes one sets it."""
    how: str = ""
    """What the audit says of it besides, in a word of our own: never content."""

    def about(self, kind: str, record_id: str) -> None:
        """Say which record the audit shall name."""
        self.subject = (kind, record_id)


@contextmanager
def looking(
    clinic: Clinic,
    actor: Actor,
    use_case: str,
    *,
    episode_id: str | None = None,
    about: tuple[str, str] | None = None,
    every_time: bool = False,
) -> Iterator[Deed]:
    """Open records for reading. The look is audited before anything is shown.

    `about` names the kind and id of what is looked at, when it is one record of the episode. `every_time` is for what
    leaves Mendline: each time has its line in the audit, not the first of many looks alone.
    """
    with _denials_audited(clinic, actor, use_case, episode_id), clinic.store.read() as connection:
        deed = _permitted(clinic, actor, use_case, connection, episode_id)
        if about is not None:
            read_id(about[1])
            deed.about(*about)
        _audit_look(clinic, actor, use_case, deed, every_time=every_time)
        yield deed


def doing(
    clinic: Clinic,
    actor: Actor,
    use_case: str,
    work: Callable[[Deed], T],
    *,
    episode_id: str | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> T:
    """Change records: permission, work and audit in one transaction. `meanwhile` is called while it waits."""

    def whole(connection: Connection) -> T:
        deed = _permitted(clinic, actor, use_case, connection, episode_id)
        result = work(deed)
        audit.append(connection, _entry(actor, use_case, deed))
        return result

    with _denials_audited(clinic, actor, use_case, episode_id):
        return clinic.store.write(whole, meanwhile=meanwhile)


def _permitted(clinic: Clinic, actor: Actor, use_case: str, connection: Connection, episode_id: str | None) -> Deed:
    deed = Deed(
        connection=connection, clinic_id=read_id(actor.clinic_id), user_id=read_id(actor.user_id), now=clinic.now()
    )
    if episode_id is None:
        check_role(actor, use_case)
    else:
        deed.episode = check_episode(connection, actor, use_case, episode_id, now=deed.now)
        deed.about("episode", episode_id)
    return deed


def _entry(actor: Actor, use_case: str, deed: Deed) -> audit.Entry:
    return audit.Entry(
        clinic_id=deed.clinic_id,
        at=deed.now,
        actor_id=deed.user_id,
        role=actor.role.value,
        action=f"{use_case}: {deed.how}" if deed.how else use_case,
        subject_kind=deed.subject[0],
        subject_id=deed.subject[1],
        source=actor.source,
        episode_id=_episode_of(deed),
    )


def _episode_of(deed: Deed) -> int | None:
    """Whose record it was about, so that one can ask later who looked at a client."""
    kind, record_id = deed.subject
    if kind == "episode":
        return read_id(record_id)
    return None if deed.episode is None else int(deed.episode.id)


def _audit_look(clinic: Clinic, actor: Actor, use_case: str, deed: Deed, *, every_time: bool) -> None:
    look = (actor.user_id, use_case, deed.subject[1])
    if not every_time and not _is_due(clinic, look, deed.now):
        return
    clinic.store.write(lambda connection: audit.append(connection, _entry(actor, use_case, deed)))
    _note_look(clinic, look, deed.now)


def found_in_passing(clinic: Clinic, actor: Actor, use_case: str, deed: Deed, episode_ids: Collection[int]) -> None:
    """Note which clients' words a search has shown: a line for each, at most one in a while."""
    fresh = [
        one for one in sorted(set(episode_ids)) if _is_due(clinic, (actor.user_id, use_case, shown(one)), deed.now)
    ]
    entries = [
        replace(_entry(actor, use_case, deed), subject_kind="episode", subject_id=shown(one), episode_id=one)
        for one in fresh
    ]
    if entries:
        clinic.store.write(lambda connection: [audit.append(connection, entry) for entry in entries])
    for one in fresh:
        _note_look(clinic, (actor.user_id, use_case, shown(one)), deed.now)


def _is_due(clinic: Clinic, look: Look, now: datetime) -> bool:
    last = clinic.viewed.get(look)
    # also when the clock was set back meanwhile: else nobody's look was noted until it has caught up
    return last is None or abs(now - last) >= LOOK_AUDITED_EVERY


def _note_look(clinic: Clinic, look: Look, now: datetime) -> None:
    if len(clinic.viewed) >= MOST_LOOKS_KEPT:
        clinic.viewed.clear()
    clinic.viewed[look] = now


@contextmanager
def _denials_audited(clinic: Clinic, actor: Actor, use_case: str, episode_id: str | None) -> Iterator[None]:
    try:
        yield
    except (AccessDeniedError, NotFoundError) as refusal:
        _audit_denial(clinic, actor, f"{use_case}: {_kind(refusal)}", episode_id)
        raise


def _kind(refusal: AccessDeniedError | NotFoundError) -> str:
    return "denied" if isinstance(refusal, AccessDeniedError) else "not found"


def _audit_denial(clinic: Clinic, actor: Actor, action: str, episode_id: str | None) -> None:
    entry = audit.Entry(
        clinic_id=read_id(actor.clinic_id),
        at=clinic.now(),
        actor_id=read_id(actor.user_id),
        role=actor.role.value,
        action=action,
        subject_kind="episode" if episode_id else "",
        subject_id=_as_typed(episode_id),
        source=actor.source,
        episode_id=_known(clinic, actor, episode_id),
    )
    clinic.store.write(lambda connection: audit.append(connection, entry))


def _as_typed(episode_id: str | None) -> str:
    """The beginning of what was typed in the place of an id, letter by letter as long as it is plain."""
    return (episode_id or "")[:SHOWN_OF_AN_ID].encode("ascii", "replace").decode().replace("\0", "?")


def _known(clinic: Clinic, actor: Actor, episode_id: str | None) -> int | None:
    """The episode that somebody was kept from; None for what was typed and is none of this clinic."""
    if not episode_id:
        return None
    try:
        asked = read_id(episode_id)
    except NotFoundError:
        return None
    with clinic.store.read() as connection:
        there = care.episode_facts(connection, read_id(actor.clinic_id), asked) is not None
    return asked if there else None


SHOWN_OF_AN_ID = 16
"""What was typed in the place of an id is kept no longer than an id is."""
