"""The step of a repairing talk in which a sentence stands."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """Where in the talk a sentence stands. By default in this order, with free jumps."""

    VALIDATE = "validate"
    RENEGOTIATE = "renegotiate"
    META = "meta"
