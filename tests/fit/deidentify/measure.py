"""Measures de-identification on sentences of our own: `python -m tests.fit.deidentify.measure [--misses]`.

Each part is a file of sentences with what must be covered written as {kind:words}. Every sentence is read alone. A
labelled stretch is found when all its letters and digits are covered; a replacement is right when it
covers a part of one.
"""

from __future__ import annotations

import re
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fit.deidentify import KnownNames, find_identities

SENTENCES = Path(__file__).parent / "sentences"
PARTS = ("development", "held_out")
KNOWN = ("client", "clinician", "supervisor", "person", "clinic", "code")
COMMON = "B"
# The group of sentences whose people are called Grace May, Mark Rose, Will, Joy Hunter, Frank Stone.

OTHERS = ("stranger", "place", "date", "age", "phone", "email", "address", "postcode", "url", "number")
_LABELLED = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, whom the data knows around it, and what must be covered: kind, from, to."""

    text: str
    cast: str
    spans: tuple[tuple[str, int, int], ...]


@cache
def casts():
    return tomllib.loads((SENTENCES / "casts.toml").read_text("utf-8"))


def known_of(cast):
    row = casts()[cast]
    return KnownNames(
        client=tuple(row["clients"]),
        **{key: tuple(row[key]) for key in ("people", "clinicians", "supervisors", "clinics", "codes")},
    )


@cache
def sentences(part):
    found, cast = [], ""
    for line in (SENTENCES / f"{part}.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            cast = line[1:]
        elif line and not line.startswith("#"):
            found.append(labelled(line, cast))
    return found


def labelled(line, cast):
    text, spans, done = "", [], 0
    for one in _LABELLED.finditer(line):
        text += line[done : one.start()]
        spans.append((one[1], len(text), len(text) + len(one[2])))
        text, done = text + one[2], one.end()
    return Sentence(text + line[done:], cast, tuple(spans))


def found_in(sentence):
    return find_identities([sentence.text], known_of(sentence.cast), casts()[sentence.cast]["language"])


def is_covered(sentence, span, found):
    _, start, end = span
    letters = [at for at in range(start, end) if sentence.text[at].isalnum()]
    return all(any(one.start <= at < one.end for one in found) for at in letters)


@dataclass
class Counts:
    """Of one kind: labelled, found, and replacements of that kind, right ones."""

    labelled: int = 0
    found: int = 0
    made: int = 0
    right: int = 0

    @property
    def recall(self):
        return self.found / self.labelled if self.labelled else None

    @property
    def precision(self):
        return self.right / self.made if self.made else None


@cache
def measure(part, *, languages=None, only=None):
    """Counts by kind. A replacement of a person that the data does not know counts as "stranger"."""
    counts = {kind: Counts() for kind in (*KNOWN, *OTHERS)}
    for sentence in sentences(part):
        if languages and casts()[sentence.cast]["language"] not in languages:
            continue
        if only and sentence.cast not in only:
            continue
        found = found_in(sentence)
        for span in sentence.spans:
            counts[span[0]].labelled += 1
            counts[span[0]].found += is_covered(sentence, span, found)
        for one in found:
            kind = "stranger" if one.kind == "person" and not one.is_known else str(one.kind)
            counts[kind].made += 1
            counts[kind].right += any(one.start < end and start < one.end for _, start, end in sentence.spans)
    return counts


def added_up(counts, kinds):
    total = Counts()
    for kind in kinds:
        for name in ("labelled", "found", "made", "right"):
            setattr(total, name, getattr(total, name) + getattr(counts[kind], name))
    return total


def shown(share):
    return "     -" if share is None else f"{share:6.3f}"


def table(part):
    counts = measure(part)
    rows = [(kind, counts[kind]) for kind in (*KNOWN, *OTHERS)]
    rows += [("names the data knows", added_up(counts, KNOWN)), ("all", added_up(counts, (*KNOWN, *OTHERS)))]
    lines = [
        f"{part}: {len(sentences(part))} sentences",
        f"{'kind':22}{'labelled':>9}{'recall':>8}{'made':>6}{'precision':>11}",
    ]
    lines += [
        f"{kind:22}{one.labelled:>9}{shown(one.recall):>8}{one.made:>6}{shown(one.precision):>11}" for kind, one in rows
    ]
    common = added_up(measure(part, only=frozenset({COMMON})), KNOWN)
    lines.append(f"  known names that are common words: {shown(common.recall)}, precision {shown(common.precision)}")
    for language in sorted({row["language"] for row in casts().values()}):
        by_language = measure(part, languages=frozenset({language}))
        known, every = added_up(by_language, KNOWN), added_up(by_language, (*KNOWN, *OTHERS))
        lines.append(
            f"  {language}: known {shown(known.recall)}, all {shown(every.recall)}, precision {shown(every.precision)}"
        )
    return "\n".join(lines)


def misses(part):
    lines = []
    for sentence in sentences(part):
        found = found_in(sentence)
        missed = [
            sentence.text[start:end]
            for kind, start, end in sentence.spans
            if not is_covered(sentence, (kind, start, end), found)
        ]
        wrong = [
            f"{one.words}={one.label}"
            for one in found
            if not any(one.start < end and start < one.end for _, start, end in sentence.spans)
        ]
        if missed or wrong:
            lines.append(f"{sentence.cast} missed {missed} wrong {wrong}: {sentence.text}")
    return lines


def swaps(part):
    """(labelled, replaced as) where a label names another kind than was meant."""
    pairs = Counter()
    for sentence in sentences(part):
        for one in found_in(sentence):
            kind = "stranger" if one.kind == "person" and not one.is_known else str(one.kind)
            meant = [span[0] for span in sentence.spans if one.start < span[2] and span[1] < one.end]
            pairs.update((other, kind) for other in meant if kind not in meant)
    return pairs


def main():
    for part in PARTS:
        print(table(part), end="\n\n")  # noqa: T201 - a measurement is printed
        print("taken for another kind:", dict(swaps(part)), end="\n\n")  # noqa: T201 - a measurement is printed
    if "--misses" in sys.argv:  # of the development part only: the held-out part stays unseen
        print("\n".join(misses("development")))  # noqa: T201 - a measurement is printed
    began = time.process_time()
    for sentence in sentences("held_out"):
        found_in(sentence)
    print(f"{(time.process_time() - began) / len(sentences('held_out')) * 1000:.2f} ms of processor time a sentence")  # noqa: T201 - a measurement is printed


if __name__ == "__main__":
    main()
