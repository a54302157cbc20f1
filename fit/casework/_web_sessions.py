"""Web sessions: how they begin, who is behind them, how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._draft_files import drop_drafts_of
from fit.casework._secrets import clinic_of, new_token, token_hash
from fit.casework.actor import Actor, Role
from fit.casework.views import SessionLeft, SignedIn
from fit.errors import AccessDeniedError, NotFoundError
from fit.store import audit, factors, web_sessions
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.views import How
    from fit.store.types import Connection, Record

TOUCHED_EVERY = timedelta(seconds=60)
"""How exactly a web session's last use is noted, at most; a tenth of the idle limit where that is short."""
KEPT = timedelta(days=30)
"""How long it is kept where an ended session was."""
KNOWN_FOR = timedelta(days=180)
"""A browser that somebody has not signed in in for so long is a stranger again."""
LONGEST_SOURCE, LONGEST_BROWSER = 64, 60


def begin_web_session(  # noqa: PLR0913  all that is noted of a session
    clinic: Clinic,
    connection: Connection,
    person: Record,
    now: datetime,
    *,
    how: How,
    source: str = "",
    browser: str = "",
    episode_id: str | None = None,
    ends_at: datetime | None = None,
) -> SignedIn:
    """Note a new web session of this person, in the transaction at hand. It has a token that nobody had before."""
    token = new_token(person.clinic_id)
    expires_at = min(now + clinic.settings.absolute_limit, ends_at or now + clinic.settings.absolute_limit)
    row = {"clinic_id": person.clinic_id, "token_hash": token_hash(token), "user_id": person.id, "id": new_id()}
    row |= {"created_at": now, "last_seen_at": now, "expires_at": expires_at, "revoked_at": None}
    row |= {"how": how.value, "source": source[:LONGEST_SOURCE], "browser": browser[:LONGEST_BROWSER]}
    web_sessions.forget(connection, person.clinic_id, person.id, now - KEPT)
    web_sessions.begin(connection, row)
    actor = actor_from(person.clinic_id, person.id, person)
    return SignedIn(token=token, actor=actor, expires_at=expires_at, episode_id=episode_id)


def know_browser(connection: Connection, person: Record, known: str, now: datetime) -> str:
    """Note that this person has signed in in this browser; returns the secret by which it is known."""
    secret = known or new_token(person.clinic_id)
    factors.forget_browsers(connection, person.clinic_id, person.id, seen_before=now - KNOWN_FOR)
    factors.know_browser(connection, person.clinic_id, person.id, token_hash(secret), now)
    return secret


def actor_from(clinic_id: int, user_id: int, person: Record) -> Actor:
    """Return the person of a row as an actor."""
    return Actor(user_id=shown(user_id), clinic_id=shown(clinic_id), role=Role(person.role), name=person.display_name)


def actor_of(clinic: Clinic, token: str, *, in_use: bool = True) -> Actor | None:
    """The person of a web session; None when it ended, idled too long, was revoked or never was.

    Not `in_use` is a page that looks for news by itself: it does not keep the session of somebody who has left alive.
    """
    found = _alive(clinic, token)
    if found is None:
        return None
    clinic_id, now = clinic_of(token), clinic.now()
    if in_use and now - found.last_seen_at > min(TOUCHED_EVERY, clinic.settings.idle_limit / 10):
        kept = token_hash(token)
        clinic.store.write_soon(lambda connection: web_sessions.touch(connection, clinic_id, kept, now))
    return actor_from(clinic_id, found.user_id, found)


def session_left(clinic: Clinic, token: str) -> SessionLeft | None:
    """How long a web session lasts if nobody touches it from now on; None when it is over."""
    found, now = _alive(clinic, token), clinic.now()
    if found is None:
        return None
    idle_at = found.last_seen_at + clinic.settings.idle_limit
    return SessionLeft(left=min(idle_at, found.expires_at) - now, can_stay=idle_at < found.expires_at)


def _alive(clinic: Clinic, token: str) -> Record | None:
    try:
        clinic_id = clinic_of(token)
    except NotFoundError:
        return None
    with clinic.store.read() as connection:
        found = web_sessions.signed_in(connection, clinic_id, token_hash(token))
    return found if found is not None and _is_alive(clinic, found, clinic.now()) else None


def _is_alive(clinic: Clinic, found: Record, now: datetime) -> bool:
    idle = now - found.last_seen_at
    ended = found.revoked_at is not None or now >= found.expires_at or idle >= clinic.settings.idle_limit
    return found.active and not ended


def session_end(connection: Connection, token: str) -> datetime | None:
    """When a web session ends whatever happens; None where there is none."""
    try:
        found = web_sessions.signed_in(connection, clinic_of(token), token_hash(token))
    except NotFoundError:
        return None
    return None if found is None else found.expires_at


def sign_out(clinic: Clinic, token: str, *, source: str = "") -> None:
    """End a web session; it is dead at once in every open page. Ending one twice is no error."""
    actor = actor_of(clinic, token)
    if actor is None:
        return
    clinic_id, user_id, now = read_id(actor.clinic_id), read_id(actor.user_id), clinic.now()
    entry = audit.Entry(
        clinic_id=clinic_id,
        at=now,
        actor_id=user_id,
        role=actor.role.value,
        action="sign_out",
        subject_kind="user",
        subject_id=actor.user_id,
        source=source,
    )

    def end(connection: Connection) -> None:
        web_sessions.end(connection, clinic_id, token_hash(token), now)
        audit.append(connection, entry)

    clinic.store.write(end)
    drop_drafts_of(clinic.settings, token)


def revoke_all(clinic: Clinic, actor: Actor, user_id: str) -> int:
    """End every web session of a person: one's own, or anybody's for the administrator. Returns how many.

    Raises
    ------
    AccessDeniedError
        when it is somebody else's and the actor is no administrator.
    """

    def work(deed: Deed) -> int:
        if user_id != actor.user_id and actor.role is not Role.ADMINISTRATOR:
            raise AccessDeniedError("Only an administrator ends other people's sessions. Ask yours.")
        deed.about("user", user_id)
        return web_sessions.end_all(deed.connection, deed.clinic_id, read_id(user_id), deed.now)

    return doing(clinic, actor, "revoke_all", work)
