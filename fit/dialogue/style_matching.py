"""How alike two people use small words: language-style matching between clinician and client.

LSM = mean over categories of 1 - |a - b| / (a + b + 0.0001), a and b being shares of all words (Ireland and Pennebaker
2010, doi:10.1037/a0020386). The categories are theirs; the lists of words are our own, short and closed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said

__all__ = ["FEWEST_WORDS", "is_english", "style_matching"]

FEWEST_WORDS = 100
"""Words that both must have said; below it single words decide."""

FEWEST_SMALL = 0.15
# Share of small English words below which a talk is not English: English holds about half, German about a twentieth.

ENOUGH_WORDS = 50
# Words below which the language is not doubted.

TINY = 0.0001
# From the paper: keeps the share of a category that nobody uses from dividing by zero.

_CATEGORIES = {
    "personal pronouns": """
        i me my mine myself you your yours yourself he him his she her hers we us our they them their
    """,
    "impersonal pronouns": """
        it its it's this that that's these those something anything everything nothing what which who
    """,
    "articles": """
        a an the
    """,
    "conjunctions": """
        and but or so because if although though while unless until since whereas nor as than when
    """,
    "prepositions": """
        of in to for on at with from about into over after before between under through during without
        by up
    """,
    "auxiliary verbs": """
        am is are was were be been being have has had do does did will would can could shall should may
        might
    """,
    "adverbs": """
        really very just so too quite there here now then again even still always often maybe perhaps
        only also ever
    """,
    "negations": """
        no not never none nothing nobody don't didn't doesn't isn't wasn't can't couldn't won't wouldn't
        haven't
    """,
    "quantifiers": """
        all some any many much more most few less lot lots bit little every each both enough several
    """,
}
_SETS = {name: frozenset(words.split()) for name, words in _CATEGORIES.items()}


def style_matching(turns: Sequence[Said]) -> float | None:
    """Return how alike clinician and client use small words, 0 to 1; None where one of them said too little."""
    clinician, client = (_counted(turns, role) for role in (Role.CLINICIAN, Role.CLIENT))
    if min(clinician.total(), client.total()) < FEWEST_WORDS:
        return None
    return round(sum(_alike(clinician, client, words) for words in _SETS.values()) / len(_SETS), 3)


def is_english(turns: Sequence[Said]) -> bool:
    """Whether a talk holds the small words of English; the rules of this package know no other language."""
    words = [word for one in turns for word in one.words]
    small = sum(any(word in known for known in _SETS.values()) for word in words)
    return len(words) < ENOUGH_WORDS or small >= FEWEST_SMALL * len(words)


def _counted(turns: Sequence[Said], role: Role) -> Counter[str]:
    return Counter(word for one in turns if one.role is role for word in one.words)


def _alike(one: Counter[str], other: Counter[str], words: frozenset[str]) -> float:
    a, b = (sum(count for word, count in said.items() if word in words) / said.total() for said in (one, other))
    return 1 - abs(a - b) / (a + b + TINY)
