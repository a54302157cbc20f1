"""How every use case runs: permission first, then the deed, then its line in the audit, all or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from fit.casework._permission import check_episode, check_role
from fit.errors import AccessDeniedError, NotFoundError
from fit.store import audit
from fit.store.ids import read_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection, Record

T = TypeVar("T")
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
        deed.episode = _episode(connection, actor, use_case, episode_id)
        deed.about("episode", episode_id)
    return deed


def _episode(connection: Connection, actor: Actor, use_case: str, episode_id: str) -> Record:
    return check_episode(connection, actor, use_case, episode_id)


def _entry(actor: Actor, action: str, deed: Deed) -> audit.Entry:
    return audit.Entry(
        clinic_id=deed.clinic_id,
        at=deed.now,
        actor_id=deed.user_id,
        role=actor.role.value,
        action=action,
        subject_kind=deed.subject[0],
        subject_id=deed.subject[1],
    )


def _audit_look(clinic: Clinic, actor: Actor, use_case: str, deed: Deed, *, every_time: bool) -> None:
    look = (actor.user_id, use_case, deed.subject[1])
    last = clinic.viewed.get(look)
    if not every_time and last is not None and deed.now - last < LOOK_AUDITED_EVERY:
        return
    clinic.store.write(lambda connection: audit.append(connection, _entry(actor, use_case, deed)))
    if len(clinic.viewed) >= MOST_LOOKS_KEPT:
        clinic.viewed.clear()
    clinic.viewed[look] = deed.now


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
        subject_id=(episode_id or "")[:SHOWN_OF_AN_ID],
    )
    clinic.store.write(lambda connection: audit.append(connection, entry))


SHOWN_OF_AN_ID = 16
"""What was typed in the place of an id is kept no longer than an id is."""
