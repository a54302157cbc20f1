"""What is known of a client beside the ratings, and can be set right later by who holds the client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.casework._client_known import check_birth, check_code, check_contact, check_name
from fit.casework._deed import Deed, doing
from fit.errors import ConflictError, InputError
from fit.store import care

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag as the forms' catalogues have it, such as de or zh-Hans."""


def set_language(clinic: Clinic, actor: Actor, episode_id: str, language: str) -> None:
    """Note in which language a client reads; forms given out from now on, and those not opened yet, speak it.

    Raises
    ------
    InputError
        when it is no tag of a language.
    """
    if not LANGUAGE.fullmatch(language):
        raise InputError(f"{language!r:.20} is no language. Choose one from the list.")

    def work(deed: Deed) -> None:
        care.set_language(deed.connection, deed.clinic_id, deed.episode.client_id, language)

    doing(clinic, actor, "set_language", work, episode_id=episode_id)


def change_client(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    code: str,
    display_name: str | None,
    birth_year: int | None,
    birth_date: date | None,
    contact: str,
) -> None:
    """Set right what is known of a client; without a name (None) the one that is kept stays.

    The age band belongs to the episode, and stays: ratings given before were read by it.

    Raises
    ------
    InputError
        when one of these cannot be.
    ConflictError
        when another client has that code.
    """
    year, day = check_birth(birth_year, birth_date, clinic.today())
    known: dict[str, object] = {"birth_year": year, "birth_date": day, "contact": check_contact(contact)}
    known |= {} if display_name is None else {"display_name": check_name(clinic, display_name)}

    def work(deed: Deed) -> None:
        chosen = check_code(clinic, code, kept=deed.episode.code)
        there = care.client_by_code(deed.connection, deed.clinic_id, chosen)
        if there is not None and there.id != deed.episode.client_id:
            raise ConflictError(f"The code {there.code!r} is in use in this clinic. Choose another one.")
        care.change_client(deed.connection, deed.clinic_id, deed.episode.client_id, code=chosen, **known)

    doing(clinic, actor, "change_client", work, episode_id=episode_id)
