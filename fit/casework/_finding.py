"""Finding a client by a few letters, among one's own and those of supervisees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import looking
from fit.casework._rows import label_of
from fit.casework.actor import Role
from fit.casework.views import FoundClient, FoundClients
from fit.errors import InputError
from fit.store import accounts
from fit.store.ids import shown
from fit.store.queries.caseload import by_name
from fit.store.word_index import tokens

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

LONGEST_ASKED = 100
"""[characters] Longer than a name."""
SHOWN_AT_ONCE = 12
"""[clients] More is no choice any more: one more letter is quicker."""
NOT_TAKEN_APART = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""Letters that Unicode does not see as a letter with a mark."""
NO_FIT = 4


def find_in_care(clinic: Clinic, actor: Actor, typed: str = "") -> FoundClients:
    """Clients whose code, name or initials fit what was typed; those who were seen today while nothing is typed.

    Marks and capitals make no difference, and the middle of a code or a name is enough.

    Raises
    ------
    InputError
        when more was typed than a name has.
    """
    if len(typed) > LONGEST_ASKED:
        raise InputError(f"No name has so many letters. Type at most {LONGEST_ASKED}.")
    asked, today = folded(typed), clinic.today()
    with looking(clinic, actor, "find_in_care") as deed:
        place = (deed.connection, deed.clinic_id, deed.user_id)
        people = accounts.supervisees(*place) if actor.role is Role.SUPERVISOR else ()
        rows = by_name(deed.connection, deed.clinic_id, [deed.user_id, *(person.id for person in people)])
    if asked:
        ranked = [(_rank(row, asked), not row.active, folded(label_of(row)), row) for row in rows]
        found = [row for rank, *_, row in sorted(ranked, key=lambda one: one[:3]) if rank < NO_FIT]
    else:
        found = [row for row in rows if row.active and row.last_session_on == today]
    return FoundClients(rows=tuple(_found(row, deed.user_id, today) for row in found[:SHOWN_AT_ONCE]), count=len(found))


def folded(text: str) -> str:
    """A text without capitals, marks and signs between its words: "\u00c5sa-Li" becomes "asa li"."""
    return " ".join(tokens(text.casefold().translate(NOT_TAKEN_APART)))


def _rank(row: Record, asked: str) -> int:
    """How well a client fits: 0 wholly, 1 from the beginning, 2 by each word or the initials, 3 somewhere within."""
    code, name = folded(row.code), folded(row.display_name)
    words, close = f"{code} {name}".split(), asked.replace(" ", "")
    called = (code, name, code.replace(" ", ""))
    if asked in called or close in called:
        return 0
    if any(one.startswith(asked) for one in called):
        return 1
    initials = "".join(word[0] for word in name.split())
    if initials.startswith(close) or all(any(one.startswith(part) for one in words) for part in asked.split()):
        return 2
    within = any(asked in one for one in called) or close in called[-1]
    return 3 if within else NO_FIT


def _found(row: Record, reader: int, today: date) -> FoundClient:
    return FoundClient(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        client_code=row.code,
        clinician_name=row.clinician_name,
        is_own=row.clinician_id == reader,
        is_closed=not row.active,
        seen_today=row.last_session_on == today,
    )
