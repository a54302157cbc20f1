"""Words without which a phrase cannot be heard: what is looked up before any expression is made or tried.

A key is a word with `$` after it, or the beginning of words without. Of the parts of a phrase that must be there the
rarest is taken. A phrase of which nothing can be said has no keys (None) and is always tried.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fit.wording._phrase import GAPS, alternatives, named_phrases, tokens_of

__all__ = ["keys_in", "keys_of"]

SHORTEST = 3
# Letters. Shorter beginnings of words tell nothing apart.

KEPT = 256
# Texts whose keys are remembered: every rule asks for those of the same few sentences, one after the other.

_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"(\w+)(\*?)")
_COMMON = frozenset(
    (
        *("a", "about", "am", "and", "are", "as", "at", "be", "been", "but", "can", "do", "did", "don", "for", "from"),
        *("get", "had", "has", "have", "he", "her", "him", "how", "i", "if", "in", "is", "it", "just", "know", "like"),
        *("me", "my", "no", "not", "of", "on", "or", "our", "she", "so", "that", "the", "them", "there", "they"),
        *("think", "this", "to", "us", "was", "we", "what", "when", "with", "would", "you", "your"),
    )
)
_NO_WORDS = frozenset(("~", ",", "^", "$", *GAPS))
_DEAR = 20
# How much a key of a common word, or a beginning of many words, weighs against one of a rare word.

_WHOLE = {
    "can't": ("can", "cant", "cannot"),
    "won't": ("won", "wont", "will"),
    "shan't": ("shan", "shant", "shall"),
}
_FORMS = {"n't": ("", "n", "nt"), "'m": ("", "m"), "'re": ("",), "'ve": ("",), "'ll": ("",), "'d": ("",), "'s": ("",)}

Keys = frozenset[str]


@lru_cache(maxsize=KEPT)
def keys_in(text: str) -> Keys:
    """All keys that the words of a text can answer to."""
    words = set(_WORD.findall(text))
    return frozenset(
        {f"{word}$" for word in words} | {word[:end] for word in words for end in range(SHORTEST, len(word) + 1)}
    )


def keys_of(phrase: str) -> Keys | None:
    """Keys of which at least one is in every text that holds the phrase; None: nothing can be said."""
    found = [keys for token in tokens_of(phrase) if (keys := _of_token(token))]
    return min(found, key=_weight, default=None)


def _weight(keys: Keys) -> int:
    return sum(_DEAR if not key.endswith("$") or key[:-1] in _COMMON else 1 for key in keys)


def _of_token(token: str) -> Keys | None:
    if token in _NO_WORDS or token.endswith("?"):
        return None
    if token.startswith("("):
        return _any([keys_of(one.strip()) for one in alternatives(token[1:-1])])
    if "|" in token:
        return _any([_of_token(one) for one in token.split("|")])
    return _of_set(token[1:-1]) if token.startswith("<") else _of_word(token)


def _any(found: list[Keys | None]) -> Keys | None:
    sure = [keys for keys in found if keys]
    return frozenset().union(*sure) if len(sure) == len(found) else None


@cache
def _of_set(name: str) -> Keys | None:
    return _any([keys_of(phrase) for phrase in named_phrases(name)])


def _of_word(token: str) -> Keys | None:
    if token in _WHOLE:
        return frozenset(f"{word}$" for word in _WHOLE[token])
    for ending, forms in _FORMS.items():
        stem = token.removesuffix(ending)
        if stem != token and stem.isalnum():
            return frozenset(f"{stem}{form}$" for form in forms)
    plain = _PLAIN.fullmatch(token)
    if plain and not plain[2]:
        return frozenset((f"{token}$",))
    begins = _PLAIN.match(token)
    return frozenset((begins[1],)) if begins and len(begins[1]) >= SHORTEST else None
