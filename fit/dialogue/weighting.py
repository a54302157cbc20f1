"""A trained weighting of words for a few kinds of turns: small, readable, made in a second.

Words and pairs of words (term frequency times inverse document frequency, length one) beside what the rules count;
logistic regression with a penalty on large weights. What is shipped was trained on sentences of our own only.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fit.dialogue._said import Said

__all__ = ["Weighting", "read_weighting", "shipped_weighting", "train", "written"]

FEWEST = 20
# Labelled turns of each kind below which a weighting would only learn single turns by heart.

PENALTY = 1.0
# Weight of the squared weights against the misfit. Compared 0.3, 1 and 3 on development videos: flat.

ROUNDS = 150
# Steps of the optimiser; it stands still after about a hundred.

DIGITS = 3
# Decimals of a weight in the file: finer changes no decision.

HEADING = "# mendline weights 1"

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


Misfit = tuple[float, np.ndarray]
"""How badly weights fit, and in which direction they fit better."""


class Countable(Protocol):
    """A turn, and what is counted in it beside its words, each about 0 to 1."""

    @property
    def said(self) -> Said: ...
    @property
    def columns(self) -> Mapping[str, float]: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighting:
    """Weights by word and by count, one for each kind."""

    kinds: tuple[str, ...]
    rarity: Mapping[str, float]
    """Inverse document frequency of words and pairs that have weights."""
    weights: Mapping[str, np.ndarray]
    base: np.ndarray

    @cached_property
    def _table(self) -> tuple[dict[str, int], np.ndarray]:
        """Row of each name, and all weights, one row a name."""
        return {name: row for row, name in enumerate(self.weights)}, np.array(list(self.weights.values()))

    def chances(self, one: Countable) -> np.ndarray:
        """Chance of each kind for one turn, in the order of `kinds`."""
        row, table = self._table
        known = {row[name]: value for name, value in _values(one, self.rarity).items() if name in row}
        total = self.base + np.array(list(known.values())) @ table[list(known)] if known else self.base
        grown = np.exp(total - total.max())
        return np.asarray(grown / grown.sum())


def train(turns: Sequence[Countable], labels: Sequence[str], kinds: tuple[str, ...]) -> Weighting:
    """Learn weights from labelled turns.

    Raises
    ------
    InputError
        when a kind has too few turns to learn from.
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    _check_counts(labels, kinds)
    grams = [_grams(one) for one in turns]
    seen = Counter(gram for found in grams for gram in found)
    rarity = {gram: math.log((1 + len(turns)) / (1 + times)) + 1 for gram, times in seen.items() if times > 1}
    values = [_values(one, rarity) for one in turns]
    often = Counter(name for found in values for name in found)
    names = sorted(name for name, times in often.items() if times > 1)
    place = {name: index for index, name in enumerate(names)}
    cells = [
        (row, place[name], value) for row, found in enumerate(values) for name, value in found.items() if name in place
    ]
    rows, columns, numbers = (np.array(part) for part in zip(*cells, strict=True))
    table = csr_matrix((numbers, (rows, columns)), shape=(len(turns), len(names)))
    flat = np.zeros((len(names) + 1) * len(kinds))
    done = minimize(_misfit(table, labels, kinds), flat, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    found = done.x.reshape(len(names) + 1, len(kinds)).round(DIGITS)
    return Weighting(
        kinds=kinds,
        rarity={gram: round(value, DIGITS) for gram, value in rarity.items()},
        weights=dict(zip(names, found[:-1], strict=True)),
        base=found[-1],
    )


def _misfit(table: Any, labels: Sequence[str], kinds: tuple[str, ...]) -> Callable[[np.ndarray], Misfit]:
    """What is made small: misfit of the chances, every kind counting nearly alike, and large weights."""
    truth = np.array([[label == kind for kind in kinds] for label in labels], dtype=float)
    each = np.sqrt((truth * (len(labels) / (len(kinds) * truth.sum(axis=0)))).sum(axis=1))
    size = table.shape[1]

    def misfit(flat: np.ndarray) -> Misfit:
        weights = flat.reshape(size + 1, len(kinds))
        total = table @ weights[:-1] + weights[-1]
        grown = np.exp(total - total.max(axis=1, keepdims=True))
        chances = grown / grown.sum(axis=1, keepdims=True)
        loss = -(each * np.log((chances * truth).sum(axis=1) + 1e-12)).sum() + PENALTY * (weights[:-1] ** 2).sum() / 2
        error = (chances - truth) * each[:, None]
        slope = np.vstack([table.T @ error + PENALTY * weights[:-1], error.sum(axis=0)])
        return float(loss), slope.ravel()

    return misfit


def _check_counts(labels: Sequence[str], kinds: tuple[str, ...]) -> None:
    counts = Counter(labels)
    for kind in kinds:
        if counts[kind] < FEWEST:
            raise InputError(f"Only {counts[kind]} turns are labelled '{kind}'. Label at least {FEWEST} of each kind.")


def _values(one: Countable, rarity: Mapping[str, float]) -> dict[str, float]:
    found = {gram: rarity[gram] for gram in _grams(one) if gram in rarity}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {gram: value / length for gram, value in found.items()} | {
        f"\N{MIDDLE DOT}{name}": value for name, value in one.columns.items()
    }


def _grams(one: Countable) -> set[str]:
    """Words and pairs of neighbours; `^` begins a sentence, `?` ends one that asks, digits are all alike."""
    words: list[str] = []
    for sentence in one.said.sentences:
        words.append("^")
        words += ["#" if word.isdigit() else word for word in _WORD.findall(sentence.text)]
        words.append("?" if sentence.asks else ".")
    return {*words, *(f"{first} {second}" for first, second in pairwise(words))}


def written(weighting: Weighting) -> str:
    """Write weights as a table of text: name, rarity, one weight a kind; counts have no rarity."""
    lines = [HEADING, "\t".join(("name", "rarity", *weighting.kinds)), _line("", None, weighting.base)]
    lines += [_line(name, weighting.rarity.get(name), one) for name, one in sorted(weighting.weights.items())]
    return "\n".join(lines) + "\n"


def _line(name: str, rarity: float | None, weights: np.ndarray) -> str:
    return "\t".join((name, "" if rarity is None else f"{rarity:g}", *(f"{one:g}" for one in weights)))


def read_weighting(text: str, name: str) -> Weighting:
    """Read weights as `written` writes them.

    Raises
    ------
    InputError
        when the text is none of ours; names file and line.
    """
    lines = text.splitlines()
    if not lines or lines[0] != HEADING:
        raise InputError(f"{name}, line 1: this is no file of trained weights. Make one: mendline train-behaviours.")
    kinds = tuple(lines[1].split("\t")[2:]) if len(lines) > 1 else ()
    rarity: dict[str, float] = {}
    weights: dict[str, np.ndarray] = {}
    for number, line in enumerate(lines[2:], start=3):
        gram, rare, *numbers = line.split("\t")
        try:
            weights[gram] = np.array([float(one) for one in numbers]).reshape(len(kinds))
            rarity |= {gram: float(rare)} if rare else {}
        except ValueError:
            raise InputError(f"{name}, line {number}: a weight is damaged. Train it again.") from None
    return Weighting(kinds=kinds, rarity=rarity, base=weights.pop(""), weights=weights)


@cache
def shipped_weighting(name: str) -> Weighting:
    """Return weights that come with Mendline, trained on sentences of our own."""
    file = f"{name}_weights.txt"
    return read_weighting((files(__package__) / file).read_text("utf-8"), file)
