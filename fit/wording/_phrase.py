"""The phrase language of the wording files, made into regular expressions that take linear time.

One phrase is words with spaces between them; commas and line breaks in the text never matter.

    you never listen        these words, one after the other
    i|we  (last week|once)  one of these; brackets for more than one word
    now?                    may be missing (not at the end of a phrase)
    help*                   any ending: helps, helped, helping
    i'm don't               short or long form: I'm, I am; don't, do not
    <feeling>               one of a named set of `_sets.toml`
    ~                       up to two small words such as really, just, so, quite
    ..  ...  ....           up to 2, 5 or 14 words of any kind, never across a full stop
    ,                       a comma or dash stands here, or the sentence begins
    ^                       the sentence begins here, at most a "well, so, okay" before it
    $                       the sentence ends here
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPACE = r"[^\w.?!;']+"
_WORD = r"\w[\w']*"
_COMMA = ","
GAPS = {"..": 2, "...": 5, "....": 14}
_SHORT = {
    "can't": rf"can(?:'?t|not|{SPACE}not)",
    "won't": rf"(?:won'?t|will{SPACE}not)",
    "shan't": rf"(?:shan'?t|shall{SPACE}not)",
}
_ENDINGS = {
    "n't": rf"(?:n'?t|{SPACE}not)",
    "'m": rf"(?:'?m|{SPACE}am)",
    "'re": rf"(?:'re|{SPACE}are)",
    "'ve": rf"(?:'ve|{SPACE}have)",
    "'ll": rf"(?:'ll|{SPACE}(?:will|shall))",
    "'d": rf"(?:'d|{SPACE}(?:would|had))",
    "'s": rf"(?:'s|{SPACE}(?:is|has))",
}
_TOKEN = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\??|\S+")


def listed(phrases: str) -> list[str]:
    """The phrases of a block of text, one a line."""
    return [line.strip() for line in phrases.splitlines() if line.strip()]


def expression(phrase: str) -> str:
    """Make the source of a regular expression.

    Raises
    ------
    DefinitionError
        when the phrase cannot be read; names it.
    """
    try:
        return _sequence(phrase)
    except (KeyError, ValueError) as wrong:
        raise DefinitionError(f"The phrase {phrase!r} cannot be read ({wrong}). Correct it.") from None


def tokens_of(phrase: str) -> list[str]:
    """The parts of a phrase, brackets whole."""
    return _TOKEN.findall(phrase)


def _sequence(phrase: str) -> str:
    tokens = tokens_of(phrase)
    ends = tokens[-1] == "$"
    made = "".join(_parts(tokens[:-1] if ends else tokens))
    return made + r"\W*\Z" if ends else made


def _parts(tokens: list[str]) -> Iterator[str]:
    for place, token in enumerate(tokens, start=1):
        last = place == len(tokens)
        if token == "^":  # noqa: S105 - a mark of the phrase language, no secret
            yield rf"\A\W*(?:(?:{_named('filler')}){SPACE}){{0,3}}"
        elif token == _COMMA:
            yield r"(?:(?<=[,:\-])|(?<=[,:\-] )|\A\W*)"
        elif token == "~" or token in GAPS:  # noqa: S105 - as above
            yield _gap(token, last=last)
        elif token.endswith("?"):
            yield _maybe(token, last=last)
        else:
            yield _element(token) + ("" if last else SPACE)


def _gap(token: str, *, last: bool) -> str:
    if last:
        raise ValueError("it ends with a gap")
    inside, most = (_named("small"), 2) if token == "~" else (_WORD, GAPS[token])  # noqa: S105
    return rf"(?:(?:{inside}){SPACE}){{0,{most}}}?"


def _maybe(token: str, *, last: bool) -> str:
    if last:
        raise ValueError("its last word may be missing: leave it out")
    return rf"(?:{_element(token[:-1])}{SPACE})?"


def _element(token: str) -> str:
    if token.startswith("("):
        return f"(?:{'|'.join(_sequence(one.strip()) for one in alternatives(token[1:-1]))})"
    if "|" in token:
        return f"(?:{'|'.join(map(_element, token.split('|')))})"
    if token.startswith("<"):
        return f"(?:{_named(token[1:-1])})"
    return _word(token)


def alternatives(inside: str) -> list[str]:
    """Split what stands in brackets at its strokes, inner brackets whole."""
    depth, parts = 0, [""]
    for letter in inside:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _word(token: str) -> str:
    if token in _SHORT:
        return _SHORT[token]
    for ending, long in _ENDINGS.items():
        if token.endswith(ending):
            return re.escape(token.removesuffix(ending)) + long
    return re.escape(token).replace(r"\*", r"[\w']*").replace(r"\-", r"[ -]?")


@cache
def _named(name: str) -> str:
    return "|".join(_sequence(phrase) for phrase in named_phrases(name))


def named_phrases(name: str) -> list[str]:
    """The phrases of a named set.

    Raises
    ------
    KeyError
        when there is none of that name.
    """
    if name not in _sets():
        raise KeyError(f"no set <{name}> in _sets.toml")
    return _sets()[name]


@cache
def _sets() -> Mapping[str, list[str]]:
    table = tomllib.loads((files(__package__) / "_sets.toml").read_text("utf-8"))
    return {name: _listed(phrases) for name, phrases in table.items()}


def _listed(phrases: str | list[str]) -> list[str]:
    if isinstance(phrases, list):
        return phrases
    return listed(phrases) if "\n" in phrases else phrases.split()
