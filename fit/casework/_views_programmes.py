"""A programme of the clinic, as it is chosen and as it is looked after."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """A programme by name. One that is not active takes nobody new; the episodes in it stay."""

    programme_id: str
    name: str
    active: bool
