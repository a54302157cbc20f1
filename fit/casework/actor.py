"""Who is asking: a person of one clinic, in one role."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Actor", "Role"]


class Role(StrEnum):
    """What a person of the clinic is here for; it decides what they may see."""

    CLINICIAN = "clinician"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person. The ids are opaque texts; `name` is what colleagues read on screen.

    `source` is the network address of the request, for the audit alone: it tells no two people apart.
    """

    user_id: str
    clinic_id: str
    role: Role
    name: str
    source: str = field(default="", compare=False)
