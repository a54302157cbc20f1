"""What the wording check heard in a clinician's words: marks in the text, why in a line, another turn of phrase."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from dashboard.components.heard_words import heard_html
from dashboard.locale import languages, spoken
from fit.repair import check_wording
from fit.wording import kinds

if TYPE_CHECKING:
    from fit.repair import Finding, Move, Step, WordingCheck

__all__ = ["checked_html"]

LIMITS: Final = (
    "The check hears words, not tone, face or timing. Where it contradicts your ear, trust your ear. Nothing it says "
    "is kept or counted."
)


def checked_html(words: str, step: Step, language: str) -> str:
    """Return what was heard in these words at this step as HTML; empty without words."""
    if not words.strip():
        return ""
    check = check_wording(words, step=step, language=language)
    said = _not_checked(language) if check.not_checked else _heard(check)
    return f'<div class="repair-heard" role="status">{said}</div>'


def _not_checked(language: str) -> str:
    name = escape(languages()[spoken(language)].name)
    return (
        f'<p class="ml-quiet">The wording is not checked: the client\u2019s language is <bdi lang="{spoken(language)}">'
        f"{name}</bdi>, and the check listens in English only. Read it aloud once; your ear is the better check.</p>"
    )


def _heard(check: WordingCheck) -> str:
    return f'{_marked(check)}{_findings(check)}{_moves(check)}<p class="ml-quiet repair-limits">{LIMITS}</p>'


def _marked(check: WordingCheck) -> str:
    if not (check.findings or check.good):
        return ""
    return f'<p class="repair-marked">{heard_html(check)}</p>'


def _findings(check: WordingCheck) -> str:
    if not check.findings:
        return '<p class="repair-clear">Nothing in it sounds defensive to the check.</p>'
    listed = "".join(_finding(check.text, one) for one in check.findings)
    return f'<p class="ml-label">May be heard as a defence</p><ul class="repair-findings">{listed}</ul>'


def _finding(text: str, one: Finding) -> str:
    words = escape(text[one.start : one.end])
    return (
        f"<li><strong>{escape(_titles()[one.kind])}:</strong> “{words}”. {escape(one.why)} "
        f"<span>Instead, perhaps: {escape(one.instead)}</span></li>"
    )


def _moves(check: WordingCheck) -> str:
    if not check.good:
        return ""
    listed = "".join(_move(check.text, one) for one in check.good)
    return f'<p class="ml-label">Good to hear</p><ul class="repair-moves">{listed}</ul>'


def _move(text: str, one: Move) -> str:
    return f"<li><strong>{escape(_titles()[one.kind])}:</strong> “{escape(text[one.start : one.end])}”</li>"


@cache
def _titles() -> dict[str, str]:
    return {one.id: one.title for one in kinds()}
