"""Web sessions, hand-overs, and what a client's form may know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework.actor import Actor
    from fit.scales import AgeBand, Informant, Scale, Wording
    from fit.store.states import FormState


class ReceiptStatus(StrEnum):
    """Whether this confirmation stored the rating, or an earlier one of the same form had."""

    STORED = "stored"
    ALREADY_STORED = "already stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A fresh web session. The token goes into the cookie and is stored nowhere in clear."""

    token: str
    actor: Actor
    expires_at: datetime
    episode_id: str | None = None
    """The client's page to go back to, when a tablet was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A tablet turned into a client's form for one rating. The token is in the address and stored hashed."""

    token: str
    expires_at: datetime
    scale_id: str
    informant: Informant


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientForm:
    """All that a client's form may know: no name, no number."""

    scale: Scale
    """In the words that are shown: those of `wording`."""
    wording: Wording
    state: FormState
    age_band: AgeBand
    informant: Informant
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a confirmed rating, given only after it is safe in the database."""

    status: ReceiptStatus
    recorded_at: datetime
