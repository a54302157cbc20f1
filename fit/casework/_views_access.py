"""Web sessions, hand-overs, and what a client's form may know."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.scales import Informant

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from fit.casework.actor import Actor
    from fit.scales import AgeBand, Scale, Wording
    from fit.store.states import FormState


class ReceiptStatus(StrEnum):
    """Whether this confirmation stored the rating, or an earlier one of the same form had."""

    STORED = "stored"
    ALREADY_STORED = "already stored"


class Way(StrEnum):
    """How a form reaches the client."""

    TABLET = "tablet"
    """On this device, which the clinician takes back with a PIN."""
    CODE = "code"
    """On another device in the room, by six digits or a picture to scan."""
    LINK = "link"
    """On the client's own device, wherever it is, by a link and a word that was agreed on."""


class How(StrEnum):
    """By what somebody showed who they are."""

    PASSPHRASE = "passphrase"  # noqa: S105  no secret, its name
    PASSPHRASE_CODE = "passphrase_code"  # noqa: S105  as above
    SIGN_ON = "sign_on"
    SIGN_ON_CODE = "sign_on_code"
    PIN = "pin"
    """The tablet was taken back from a client."""


class SignInStep(StrEnum):
    """What is left of a sign-in after its first half."""

    CODE = "code"
    """A code of the second factor, or a recovery code."""
    PASSPHRASE = "passphrase"  # noqa: S105  as above
    """Choosing a passphrase in the place of the one that was handed over: nothing else can be reached before."""
    ENROL = "enrol"
    """Setting a second factor up: nothing else can be reached before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A sign-in that is half done. The token opens nothing but the step."""

    token: str
    step: SignInStep


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfWay:
    """Whose sign-in is half done, and what is asked for next."""

    step: SignInStep
    name: str
    sign_in_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPassphrase:
    """A passphrase to be handed over to its owner. It is shown this once and kept nowhere in clear."""

    words: str = field(repr=False)
    until: datetime
    """It opens the choice of an own one until then, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A second factor that is being set up: for an app to scan, or to type."""

    secret: str
    address: str
    """otpauth://, as apps that make codes read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What the provider of the single sign-on says of somebody; its signature was checked."""

    issuer: str
    subject: str
    email: str = ""
    """Empty unless the provider says that it was verified."""
    has_factor: bool = False
    """The provider asked for a second factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """A browser in which one is signed in."""

    session_id: str
    began_at: datetime
    last_seen_at: datetime
    source: str
    browser: str
    how: How
    is_this: bool
    """The one that is looking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLeft:
    """How long a session lasts when nobody touches it."""

    left: timedelta
    can_stay: bool
    """Touching it makes it longer; else its working day is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A fresh web session. The token goes into the cookie and is stored nowhere in clear."""

    token: str
    actor: Actor
    expires_at: datetime
    episode_id: str | None = None
    """The client's page to go back to, when a tablet was taken back."""
    known: str = ""
    """The secret by which this browser is known from now on; empty where that did not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A second factor in force, with the recovery codes, which are shown this once."""

    signed_in: SignedIn
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which scales one informant is asked to fill in for one episode, in today's session or an earlier one."""

    episode_id: str
    scale_ids: tuple[str, ...]
    informant: Informant = Informant.CLIENT
    meeting: int | None = None
    """A session held before, to fill in what is missing there; None for today's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A form on its way to a client. The token is in its address; token, code and word are stored hashed."""

    handover_id: str
    token: str
    way: Way
    expires_at: datetime
    scale_ids: tuple[str, ...]
    informant: Informant
    code: str = ""
    """Six digits that open it on another device; empty for a tablet and a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """One scale of a client's form."""

    place: int
    scale: Scale
    """In the words that are shown: those of `wording`."""
    wording: Wording
    age_band: AgeBand
    informant: Informant
    language: str
    who: str
    """Whose turn it is, where several clients share a tablet; empty where there is one."""
    person: int
    """Which of those who take turns fills this in, counted from 0: a client, or somebody who tells about one."""
    is_answered: bool
    crisis: tuple[str, str] | None
    """Title and text of the clinic's own for somebody in danger, in `language`; None for Mendline's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientForm:
    """All that a client's form may know: no number, and no name unless several people take turns."""

    state: FormState
    way: Way
    language: str
    parts: tuple[FormPart, ...]
    """Empty while the form is not this device's to fill in."""
    asks_word: bool
    """Whether initials or a word must be given before it opens."""
    ended_by_skipping: bool = False
    """Whether the form is done, and the last person would rather not answer any of their parts."""

    @property
    def takes_turns(self) -> bool:
        """Whether several people fill this in, one after the other."""
        return len({part.person for part in self.parts}) > 1

    @property
    def open_parts(self) -> tuple[FormPart, ...]:
        """What is still to be filled in, in order."""
        return tuple(part for part in self.parts if not part.is_answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A form that was handed out for an episode, and what became of it."""

    handover_id: str
    way: Way
    state: FormState
    created_at: datetime
    expires_at: datetime
    meeting: int
    scale_ids: tuple[str, ...]
    answered: int
    """How many of its scales were answered or skipped."""
    informant: Informant


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a confirmed rating, given only after it is safe in the database."""

    status: ReceiptStatus
    recorded_at: datetime
