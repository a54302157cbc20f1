"""How the clinician's turns may be heard, by the wording check: receiving, or defending. Never a score of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts import Role
from fit.wording import check_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fit.dialogue._said import Said
    from fit.dialogue.signs import Sign
    from fit.wording import Finding, Move

__all__ = ["DEFENSIVE", "EMPATHIC", "RECEIVING", "Response", "after_complaint", "responses_of"]

RECEIVING = frozenset(("validate", "thank", "own_part", "invite", "explore", "immediacy", "renegotiate", "reflect"))
"""Kinds that receive what the client said."""

DEFENSIVE = frozenset(
    (
        "explain", "justify", "rebut", "interpret_early", "jargon", "blame", "reassure", "change_subject",
        "but_after_validation",
    )
)  # fmt: skip
"""Kinds that a client may hear as defence."""

EMPATHIC = frozenset(("validate", "reflect", "own_part"))
"""Kinds that show that a feeling was heard."""

WITHIN_TURNS = 3
# Clinician's turns after a complaint in which an answer to it is looked for (issue: "what came within three turns").

SURE_ENOUGH = 0.5
# Confidence from which a sign counts as a complaint that needs an answer.

PRECISION = {
    "explain": 0.89, "justify": 0.76, "rebut": 0.88, "interpret_early": 0.94, "jargon": 0.95, "blame": 0.88,
    "reassure": 0.84, "but_after_validation": 1.0, "change_subject": 0.79, "thank": 1.0, "validate": 0.78,
    "own_part": 0.92, "invite": 0.80, "explore": 0.92, "immediacy": 0.86, "renegotiate": 0.89, "reflect": 0.76,
}  # fmt: skip
# Share of right findings on sentences not seen before (docs/wording_check.md): confidence after a complaint.

ELSEWHERE = 0.6
# What is left of it where nothing was complained about: the check was written for answers to a complaint, and an
# explanation of how sleep works is no defence.


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A kind of answer heard in a clinician's turn, how surely (0 to 1), and its words."""

    turn: int
    kind: str
    confidence: float
    evidence: str


def responses_of(turns: Sequence[Said], signs: Sequence[Sign]) -> tuple[Response, ...]:
    """Hear every clinician's turn with the wording check."""
    answering = {turn for sign in signs if _is_complaint(sign) for turn in after_complaint(turns, sign.turn)}
    return tuple(
        response
        for one in turns
        if one.role is Role.CLINICIAN and not one.is_listening
        for response in _heard(one, answering)
    )


def after_complaint(turns: Sequence[Said], turn: int) -> tuple[int, ...]:
    """Return the next three turns of the clinician after a turn, back-channels apart."""
    following = (one.index for one in turns[turn + 1 :] if one.role is Role.CLINICIAN and not one.is_listening)
    return tuple(index for index, _ in zip(following, range(WITHIN_TURNS), strict=False))


def _is_complaint(sign: Sign) -> bool:
    return sign.confidence >= SURE_ENOUGH


def _heard(said: Said, answering: Collection[int]) -> list[Response]:
    check = check_wording(said.plain)
    heard: list[Finding | Move] = [*check.findings, *check.good]
    share = 1.0 if said.index in answering else ELSEWHERE
    return [
        Response(
            turn=said.index,
            kind=one.kind,
            confidence=round(PRECISION.get(one.kind, SURE_ENOUGH) * (share if one.kind in DEFENSIVE else 1.0), 2),
            evidence=said.quoted(one.start, one.end),
        )
        for one in heard
    ]
