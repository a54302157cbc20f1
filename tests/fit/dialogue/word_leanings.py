"""Makes leanings of words for `behaviour_weights.txt` anew: `python -m tests.fit.dialogue.word_leanings`.

Needs wordllama (MIT; static vectors of words, 256 numbers each, read from its files: nothing is looked up elsewhere).
Weights are learned from our own turns with the vectors beside everything else; of every word only how it leans to the
four kinds is kept. `train_shipped` learns all other weights anew beside these.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from fit.dialogue import Behaviour, written
from fit.dialogue.weighting import Weighting, train, words_of
from tests.fit.dialogue import train_shipped

COMMON = 1e-3
# Share of all words at which a word counts half: the commonest say little by their meaning.

FEW_DIGITS = 2
# Decimals of a leaning: finer changes no decision.

LEAST = 0.1
# Of a leaning: a word that leans less changes no decision.

BEGINS = "\N{LOWER ONE EIGHTH BLOCK}"
# In the names of pieces: a word begins here.


@dataclass(frozen=True, kw_only=True)
class Meant:
    """A turn, with the numbers of its words' meaning beside what is counted."""

    said: object
    columns: dict[str, float]


class Vectors:
    """Vectors of words, shortened by how common a word is in our turns."""

    def __init__(self, counts):
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = files("wordllama")
        (table,) = load_file(str(folder / "weights/l2_supercat_256.safetensors")).values()
        self.table = table.astype(float)
        self.tokens = Tokenizer.from_file(str(folder / "tokenizers/l2_supercat_tokenizer_config.json"))
        self.counts, self.all = counts, sum(counts.values())

    def known(self):
        """Every English word that is one piece of its own."""
        return {name[1:] for name in self.tokens.get_vocab() if re.fullmatch(BEGINS + "[a-z]+", name)}

    def of(self, word):
        pieces = self.tokens.encode(word, add_special_tokens=False).ids
        return COMMON / (COMMON + self.counts[word] / self.all) * self.table[pieces].mean(axis=0)

    def together(self, words):
        return sum(map(self.of, words), np.zeros(self.table.shape[1])) / max(len(words), 1) ** 0.5


def leanings():
    labelled = train_shipped.labelled_turns()
    turns, kinds = [one for _, one in labelled], [kind for kind, _ in labelled]
    counts = Counter(word for one in turns for word in words_of(one))
    vectors = Vectors(counts)
    meant = np.array([vectors.together(words_of(one)) for one in turns])
    meant /= np.linalg.norm(meant, axis=1).mean()
    usual = np.linalg.norm([vectors.together(words_of(one)) for one in turns], axis=1).mean()
    names = [f"meaning {place}" for place in range(meant.shape[1])]
    seen = [
        Meant(said=one.said, columns=one.columns | dict(zip(names, numbers, strict=True)))
        for one, numbers in zip(turns, meant, strict=True)
    ]
    learned = train(seen, kinds, tuple(Behaviour))
    by_number = np.array([learned.weights[f"\N{MIDDLE DOT}{name}"] for name in names]) / usual
    leant = {word: (vectors.of(word) @ by_number).round(FEW_DIGITS) for word in vectors.known() | counts.keys()}
    return {word: one for word, one in leant.items() if abs(one).max() >= LEAST}


def main():
    without = Weighting(kinds=tuple(Behaviour), rarity={}, weights={}, base=np.zeros(4), leanings=leanings())
    (train_shipped.SHIPPED / "behaviour_weights.txt").write_text(written(without), "utf-8")
    train_shipped.main()


if __name__ == "__main__":
    main()
