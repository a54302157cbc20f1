"""One's own sessions: where one is signed in, and ending what was left open there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._asked_again import ask_again
from fit.casework._deed import Deed, doing, looking
from fit.casework._secrets import token_hash
from fit.casework.views import How, OwnSession
from fit.errors import NotFoundError
from fit.store import factors, web_sessions
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor


def list_sessions(clinic: Clinic, actor: Actor, *, token: str) -> tuple[OwnSession, ...]:
    """The browsers in which one is signed in: since when, from where, last used when; `token` is the one at hand."""
    with looking(clinic, actor, "list_sessions") as deed:
        rows = web_sessions.standing(deed.connection, deed.clinic_id, deed.user_id, deed.now)
    alive = [row for row in rows if deed.now - row.last_seen_at < clinic.settings.idle_limit]
    return tuple(
        OwnSession(
            session_id=shown(row.id),
            began_at=row.created_at,
            last_seen_at=row.last_seen_at,
            source=row.source,
            browser=row.browser,
            how=How(row.how),
            is_this=row.token_hash == token_hash(token),
        )
        for row in alive
    )


def end_session(clinic: Clinic, actor: Actor, session_id: str, *, passphrase: str) -> None:
    """End one of one's own sessions, such as the one on a tablet that was left somewhere.

    Raises
    ------
    SignInError
        when the passphrase is not right, or there were too many tries.
    NotFoundError
        when one has no such session, or it has ended.
    """
    ask_again(clinic, actor, "end_session", passphrase)

    def work(deed: Deed) -> None:
        deed.about("session", session_id)
        if not web_sessions.end_one(deed.connection, deed.clinic_id, deed.user_id, read_id(session_id), deed.now):
            raise NotFoundError("This session has ended already. Load the page again.")

    doing(clinic, actor, "end_session", work)


def end_other_sessions(clinic: Clinic, actor: Actor, *, token: str, passphrase: str) -> int:
    """End all of one's own sessions but the one at hand, and trust no other browser any more; returns how many.

    Raises
    ------
    SignInError
        when the passphrase is not right, or there were too many tries.
    """
    ask_again(clinic, actor, "end_other_sessions", passphrase)

    def work(deed: Deed) -> int:
        deed.about("user", actor.user_id)
        factors.forget_browsers(deed.connection, deed.clinic_id, deed.user_id)
        return web_sessions.end_all(deed.connection, deed.clinic_id, deed.user_id, deed.now, but=token_hash(token))

    return doing(clinic, actor, "end_other_sessions", work)
