"""Whether single keys do something on one's own pages (WCAG 2.1.4): whoever speaks to the machine switches them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._permission import check_role
from fit.store import accounts
from fit.store.ids import read_id

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor


def has_shortcuts(clinic: Clinic, actor: Actor) -> bool:
    """Whether single keys do something for this person. It is no record of anybody: no line in the audit."""
    check_role(actor, "has_shortcuts")
    with clinic.store.read() as connection:
        person = accounts.user_by_id(connection, read_id(actor.clinic_id), read_id(actor.user_id))
    return person is not None and not person.shortcuts_off


def set_shortcuts(clinic: Clinic, actor: Actor, *, on: bool) -> None:
    """Switch single keys on or off for oneself, on every device."""

    def work(deed: Deed) -> None:
        deed.about("user", actor.user_id)
        accounts.change_user(deed.connection, deed.clinic_id, deed.user_id, shortcuts_off=not on)

    doing(clinic, actor, "set_shortcuts", work)
