"""A form goes to a client: on this tablet, by a code to another device, or by a link."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._forms import state_of
from fit.casework._permission import check_episode
from fit.casework._recording import check_consent, method_of, session_of, suitable
from fit.casework._secrets import hashed, new_token, token_hash
from fit.casework._web_sessions import session_end
from fit.casework.views import Asked, FormState, HandOver, Invitation, Way
from fit.errors import ConflictError, InputError, NotFoundError
from fit.scales import Informant, scale
from fit.store import accounts, handovers, ratings, web_sessions
from fit.store.ids import new_id, read_id, shown
from fit.store.standing import refresh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

CODE_DIGITS = 6
SHORTEST_WORD, LONGEST_WORD = 3, 40
MOST_PARTS = 24
"""A family of six with four scales each."""
INVITATIONS_SHOWN = timedelta(days=7)
NOT_IN_WORD = re.compile(r"[\W_]+")


def hand_over(
    clinic: Clinic, actor: Actor, asked: Sequence[Asked], *, web_session_token: str, device: str = ""
) -> HandOver:
    """Turn this tablet into the clients' form, and end the clinician's web session.

    Several `asked` take turns on it. `device` is the secret of the browser that holds it: no other one fills it in, and
    none but this one is given back for the PIN.

    Raises
    ------
    InputError
        when a scale is not for this age band, or the clinician has no PIN to take the tablet back.
    ConflictError
        when it was rated already, the episode is closed, or consent to ratings was withdrawn.
    """

    def work(deed: Deed) -> HandOver:
        _check_pin_is_set(deed)
        ends_at = session_end(deed.connection, web_session_token)
        web_sessions.end(deed.connection, deed.clinic_id, token_hash(web_session_token), deed.now)
        own = {"device_hash": token_hash(device), "session_ends_at": ends_at}
        return _begun(clinic, actor, deed, asked, way=Way.TABLET, lasts=clinic.settings.hand_over_limit, **own)

    return doing(clinic, actor, "hand_over", work, episode_id=_first(asked).episode_id)


def invite(clinic: Clinic, actor: Actor, asked: Sequence[Asked], *, way: Way, word: str = "") -> HandOver:
    """Give out a form for another device: by six digits in the room, or by a link that opens with a word.

    Raises
    ------
    InputError
        when a link has no word, or a scale is not for this age band.
    ConflictError
        when it was rated already, the episode is closed, or consent to ratings was withdrawn.
    """
    if way is Way.TABLET:
        raise InputError("This tablet is handed over, not invited. Choose a code or a link.")
    kept = hashed(check_word(word)) if way is Way.LINK else None
    lasts = clinic.settings.link_limit if way is Way.LINK else clinic.settings.code_limit

    def work(deed: Deed) -> HandOver:
        return _begun(clinic, actor, deed, asked, way=way, lasts=lasts, word_hash=kept)

    return doing(clinic, actor, "invite", work, episode_id=_first(asked).episode_id)


def withdraw_invitation(clinic: Clinic, actor: Actor, handover_id: str) -> None:
    """End a form that was given out and not answered; what a client has begun on it is not taken any more.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such form, or it is not about a client of this person.
    """

    def work(deed: Deed) -> None:
        found = handovers.handover_by_id(deed.connection, deed.clinic_id, read_id(handover_id))
        if found is None:
            raise NotFoundError("There is no such form. Reload the page.")
        for part in handovers.parts(deed.connection, deed.clinic_id, found.id):
            deed.episode = check_episode(deed.connection, actor, "withdraw_invitation", shown(part.episode_id))
        deed.about("handover", handover_id)
        if found.used_at is None:
            ended = {"state": FormState.WITHDRAWN.value, "code_hash": None}
            handovers.change_handover(deed.connection, deed.clinic_id, found.id, **ended)

    doing(clinic, actor, "withdraw_invitation", work)


def open_invitations(clinic: Clinic, actor: Actor, episode_id: str) -> tuple[Invitation, ...]:
    """The forms given out for an episode in the last days, the newest first: waiting, opened, answered, ended."""
    with looking(clinic, actor, "open_invitations", episode_id=episode_id) as deed:
        since = deed.now - INVITATIONS_SHOWN
        rows = handovers.of_episode(deed.connection, deed.clinic_id, deed.episode.id, since)
    of_one: dict[int, list[Record]] = {}
    for row in rows:
        of_one.setdefault(row.id, []).append(row)
    return tuple(_invitation(clinic, parts) for parts in of_one.values())


def _invitation(clinic: Clinic, parts: Sequence[Record]) -> Invitation:
    first = parts[0]
    seen = state_of(first, "", clinic.now())
    return Invitation(
        handover_id=shown(first.id),
        way=Way(first.way),
        # the clinician looks from a device of their own: open on another one is simply open
        state=FormState.OPEN if seen is FormState.ELSEWHERE else seen,
        created_at=first.created_at,
        expires_at=first.expires_at,
        meeting=first.meeting,
        scale_ids=tuple(part.scale for part in parts),
        answered=sum(part.answered_at is not None for part in parts),
        informant=Informant(first.informant),
    )


def check_word(word: str) -> str:
    """Return an agreed word or initials as they are compared: letters and digits alone, in any case.

    Raises
    ------
    InputError
        when too little is left of it, it is a number alone, or it is too long.
    """
    plain = compared(word)
    if not SHORTEST_WORD <= len(plain) <= LONGEST_WORD or plain.isnumeric():
        raise InputError(
            f"A link needs a word or initials that the client knows: {SHORTEST_WORD} to {LONGEST_WORD} letters or "
            "digits, and not digits alone."
        )
    return plain


def compared(word: str) -> str:
    """Return a word without anything but letters and digits, in one case."""
    return NOT_IN_WORD.sub("", word).casefold()


def _first(asked: Sequence[Asked]) -> Asked:
    scales = sum(len(each.scale_ids) for each in asked)
    if not asked or not all(each.scale_ids for each in asked) or scales > MOST_PARTS:
        raise InputError(f"Choose 1 to {MOST_PARTS} scales to fill in.")
    return asked[0]


def _check_pin_is_set(deed: Deed) -> None:
    person = accounts.user_by_id(deed.connection, deed.clinic_id, deed.user_id)
    if person is None or person.pin_hash is None:
        raise InputError("You have no PIN yet to take the tablet back. Set one under Your account first.")


def _begun(
    clinic: Clinic,
    actor: Actor,
    deed: Deed,
    asked: Sequence[Asked],
    *,
    way: Way,
    lasts: timedelta,
    **held: Any,
) -> HandOver:
    parts = [part for each in asked for part in _parts(clinic, actor, deed, each)]
    token, code = new_token(deed.clinic_id), _free_code(deed) if way is Way.CODE else ""
    handover_id, expires_at = new_id(), deed.now + lasts
    row = {
        "clinic_id": deed.clinic_id,
        "id": handover_id,
        "way": way.value,
        "token_hash": token_hash(token),
        "code_hash": token_hash(code) if code else None,
        "word_hash": None,
        "device_hash": None,
        "session_ends_at": None,
        "created_by": deed.user_id,
        "created_at": deed.now,
        "expires_at": expires_at,
        "used_at": None,
        "wrong_tries": 0,
        "locked_until": None,
        "state": FormState.OPEN.value,
    } | held
    numbered = [part | {"handover_id": handover_id, "place": place} for place, part in enumerate(parts)]
    handovers.add_handover(deed.connection, row, numbered)
    # the session that begins with it counts as unrated until an answer comes
    refresh(deed.connection, deed.clinic_id, sorted({part["episode_id"] for part in parts}), method_of(clinic))
    return HandOver(
        handover_id=shown(handover_id),
        token=token,
        way=way,
        expires_at=expires_at,
        scale_ids=tuple(part["scale"] for part in parts),
        informant=asked[0].informant,
        code=code,
    )


def _parts(clinic: Clinic, actor: Actor, deed: Deed, asked: Asked) -> list[dict[str, Any]]:
    """The parts of one informant's form, after everything that speaks against them was checked."""
    own = shown(deed.episode.id) == asked.episode_id
    episode = deed.episode if own else check_episode(deed.connection, actor, "hand_over", asked.episode_id)
    check_consent(deed.connection, deed.clinic_id, episode.client_id)
    for scale_id in asked.scale_ids:
        suitable(scale_id, episode.age_band)
    session = session_of(deed.connection, episode, clinic.today(), asked.meeting)
    return [_part(deed, session, scale_id, asked.informant) for scale_id in dict.fromkeys(asked.scale_ids)]


def _part(deed: Deed, session: Record, scale_id: str, informant: Informant) -> dict[str, Any]:
    place = (session.id, scale_id, informant.value)
    if ratings.active_rating(deed.connection, deed.clinic_id, *place) is not None:
        when = "today" if session.occurred_on == deed.now.astimezone().date() else f"in session {session.meeting}"
        raise ConflictError(f"{scale(scale_id).title} was already rated {when}. Correct that rating instead.")
    handovers.end_open_handovers(deed.connection, deed.clinic_id, *place, FormState.REPLACED.value)
    return {
        "clinic_id": deed.clinic_id,
        "session_id": session.id,
        "episode_id": session.episode_id,
        "scale": scale_id,
        "informant": informant.value,
        "rating_id": None,
        "answered_at": None,
    }


def _free_code(deed: Deed) -> str:
    """Six digits that open no other form now; one that opened a form of earlier is free again."""
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        found = handovers.handover_by_code(deed.connection, token_hash(code))
        if found is None:
            return code
        if state_of(found, "", deed.now) is not FormState.WAITING:
            handovers.change_handover(deed.connection, found.clinic_id, found.id, code_hash=None)
            return code
