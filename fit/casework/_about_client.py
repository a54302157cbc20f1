"""What is known of a client beside the ratings, and can be set right later: the language of the forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.errors import InputError
from fit.store import care

if TYPE_CHECKING:
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
