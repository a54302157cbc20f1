"""Codes of a second factor: which half minute one is of, what it proves, and that it is taken once."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import pyotp

from fit.casework._secrets import ascii_digits, hashed_code
from fit.casework.sealing import opened_seal
from fit.store import factors
from fit.store.ids import ALPHABET

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection

STEP_S = 30
DRIFT = 1
"""Steps: a clock may be half a minute off."""
DIGITS = 6
LONGEST = 32


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Which half minute a code is of, the clock being at most one step off; None when it is of none of these."""
    typed, current = ascii_digits(code), int(now.timestamp()) // STEP_S
    made = pyotp.HOTP(secret)
    steps = [step for step in range(current - DRIFT, current + DRIFT + 1) if hmac.compare_digest(made.at(step), typed)]
    return steps[0] if steps else None


class Proof:
    """What a typed code proves: the half minute it is of, or the hash of a recovery code."""

    __slots__ = ("code_hash", "step")

    def __init__(self, *, step: int | None = None, code_hash: str = "") -> None:
        self.step, self.code_hash = step, code_hash


def proof_of(clinic: Clinic, clinic_id: int, user_id: int, code: str, now: datetime) -> Proof:
    """Work out what a typed code proves for a person; nothing when they have no second factor."""
    with clinic.store.read() as connection:
        factor = factors.factor_of(connection, clinic_id, user_id)
    if factor is None:
        return Proof()
    typed = plain(code)
    if len(typed) == DIGITS and typed.isdigit():
        secret = opened_seal(clinic.settings, factor.sealed_secret, belongs_to=f"{clinic_id} {user_id}")
        return Proof(step=step_of(secret, typed, now))
    return Proof(code_hash=hashed_code(typed, factor.code_salt))


def is_taken(connection: Connection, clinic_id: int, user_id: int, proof: Proof, now: datetime) -> bool:
    """Whether a code is right and was never given before; from now on it was."""
    if proof.step is not None:
        return factors.take_step(connection, clinic_id, user_id, proof.step)
    return bool(proof.code_hash) and factors.use_code(connection, clinic_id, user_id, proof.code_hash, now)


def plain(code: str) -> str:
    """Return a code as it is compared: without what groups it, in small letters, digits of any script as 0 to 9."""
    letters = "".join(ascii_digits(letter) or letter for letter in code.casefold())
    return "".join(letter for letter in letters if letter in ALPHABET)[:LONGEST]
