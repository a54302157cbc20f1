"""Words of a text and what they look like without capitals and accents, with every place kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "FIRST_OF_WIDE",
    "Form",
    "Word",
    "begins_sentence",
    "forms_of",
    "has_capitals",
    "is_capital",
    "keys_of",
    "words_of",
]

SHORTEST = 3
# Letters of a name that is looked for without its -s.

KEPT = 50_000
# Different words remembered: a packet has a few thousand, a long record some ten thousand.

_LETTER = r"[^\W\d_\u2e80-\uffff]|[\u0300-\u036f\u064b-\u0652]"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['\u2019\u02bc](?:{_LETTER})+)*")
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s$", re.IGNORECASE)
_ELISION = re.compile(r"^(?:[dljnmtscDLJNMTSC]|[qQ]u)['\u2019\u02bc]")
_ARABIC_PREFIX = re.compile(r"^[\u0648\u0641\u0628\u0644\u0643](?=[\u0600-\u06ff]{3})")
_PLURAL_OF_LETTERS = re.compile(r"[^\W\d_a-z]{2,}['\u2019]?s")
_APOSTROPHES = re.compile(r"['\u2019\u02bc]")
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ENDS = re.compile(
    r"(?:[.?!:;\u2026\u061f\n\u3002\uff1f\uff01\uff1a]|^)[\s\"'\u2018\u2019\u201c\u201d\u00ab\u00bb()\[\]\u00bf\u00a1\u2014\u2013-]*$"
)
_OPENING = {'"', "\u201c", "\u201e", "\u00ab", "\u00bf", "\u00a1"}
_ASIDE = re.compile(r"[\])]\s*$|\s[-\u2013\u2014]\s*$|[\u2013\u2014]$")
"""A remark in brackets or a dash before a word: what follows may have a capital as well."""
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:dr|drs|prof|mr|mrs|ms|mx|st|sr|sra|mme|hr|fr|dhr|mevr|jr|[a-z])\.\s*-?$", re.IGNORECASE
)
FIRST_OF_WIDE = "\u2e80"
# From here on letters stand without spaces.

LOOK_BACK = 12
# Characters before a word that are read to see whether a sentence begins.


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """What a word may be without what is joined to it: from where to where in the word, and how it looks plain."""

    start: int
    end: int
    keys: frozenset[str]
    inflected: bool = False


def words_of(text: str) -> list[Word]:
    """Split a text into its words; apostrophes stay inside."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=KEPT)
def keys_of(word: str) -> frozenset[str]:
    """Give how a word looks in small plain letters: "Müller" is muller and mueller."""
    small = _APOSTROPHES.sub("", unicodedata.normalize("NFC", word).casefold())
    return frozenset((_plain(small), _plain(small.translate(_WRITTEN_OUT))))


def _plain(small: str) -> str:
    apart = unicodedata.normalize("NFKD", small.translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=KEPT)
def forms_of(word: str) -> tuple[Form, ...]:
    """Give what a word may be: itself, without 's, without d' before it, without -s or -es."""
    end = found.start() if (found := _POSSESSIVE.search(word)) else len(word)
    starts = {0, *(found.end() for found in (_ELISION.match(word), _ARABIC_PREFIX.match(word)) if found)}
    plain = [Form(start, stop, keys_of(word[start:stop])) for start in sorted(starts) for stop in {len(word), end}]
    base = [form for form in plain if form.end == end]
    return (*plain, *(short for form in base for short in _without_s(word, form)))


def _without_s(word: str, form: Form) -> list[Form]:
    text = word[form.start : form.end]
    ends = [
        len(ending) for ending in ("s", "es") if text.lower().endswith(ending) and len(text) - len(ending) >= SHORTEST
    ]
    return [Form(form.start, form.end, keys_of(text[:-length]), inflected=True) for length in ends]


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word at this place is the first of a sentence, so that its capital says nothing."""
    before = text[max(0, start - LOOK_BACK) : start]
    if before[-1:] in _OPENING or _ASIDE.search(before):
        return True
    if not _ENDS.search(before) and start > 0:
        return False
    return start == 0 or _ABBREVIATION.search(before) is None


def is_capital(word: str) -> bool:
    """Whether a word is written like a name: a capital, then small letters; "GPs" is not."""
    return word[:1].isupper() and any(map(str.islower, word[1:])) and not _PLURAL_OF_LETTERS.fullmatch(word)


def has_capitals(text: str) -> bool:
    """Whether capitals tell something in this text: it has some, and not only these."""
    return any(map(str.isupper, text)) and any(map(str.islower, text))
