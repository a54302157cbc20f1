"""What was answered to questions about hurting oneself, in words: for the screen and for paper."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dashboard.words import INFORMANT
from fit.casework.views import RatingStatus
from fit.scales import Informant, scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.views import RatingRow, SessionRow
    from fit.scales import Item, Score

__all__ = ["RISK", "TOPIC", "RiskAnswer", "asks_about_risk", "risk_answers"]

RISK = "risk_answer"
"""Both the rule and the situation with the words for it."""
TOPIC: Mapping[str, str] = MappingProxyType(
    {
        "self_harm": "Thoughts of being better off dead, or of hurting oneself",
        "plans": "Plans to end one\u2019s life",
    }
)
"""What a risk question is about, in our words, by the id of its item."""


class RiskAnswer(NamedTuple):
    """An answer to a question about risk: its topic with its words and number, and on which form by whom."""

    said: str
    on_which: str
    is_marked: bool
    """Whether it lies above the lowest answer."""


def asks_about_risk(scale_id: str) -> bool:
    """Whether one of a scale's questions is about hurting oneself."""
    return any(item.risk for item in scale(scale_id).items)


def risk_answers(session: SessionRow) -> Iterator[RiskAnswer]:
    """Every answer of a session that counts."""
    for rating in session.ratings:
        if rating.status is RatingStatus.ACTIVE:
            for item in scale(rating.scale_id).items:
                answer = rating.answers.get(item.id) if item.risk else None
                if answer is not None:
                    yield _answer(rating, item, answer)


def _answer(rating: RatingRow, item: Item, answer: Score) -> RiskAnswer:
    choice = item.choice(answer)
    number = f"{answer.tenths // 10} of {item.choices[-1].score.tenths // 10}"
    by = "" if rating.informant is Informant.CLIENT else f", by the {INFORMANT[rating.informant].lower()}"
    words = f"\u201c{choice.text}\u201d ({number})" if choice else str(answer)
    topic = f"{TOPIC.get(item.id, item.prompt)}: {words}"
    return RiskAnswer(said=topic, on_which=rating.scale_title + by, is_marked=answer.tenths > 0)
