"""Measures the wording check on sentences of our own: `python -m tests.fit.repair.measure_wording [--misses]`.

Prints precision and recall per kind, then the confusions: what was heard instead of, or beside, what was meant.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path

from fit.repair import check_wording

SENTENCES = Path(__file__).parent / "sentences"
FINDINGS = (
    "explain", "justify", "rebut", "interpret_early", "jargon", "blame", "reassure", "but_after_validation",
    "change_subject",
)  # fmt: skip
GOOD = ("thank", "validate", "own_part", "invite", "explore", "immediacy", "renegotiate", "reflect")


def sentences(part: str) -> list[tuple[frozenset[str], str]]:
    """Every sentence of a part with the kinds that its writer meant."""
    with (SENTENCES / f"{part}.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    return [(frozenset(f"{row['findings']} {row['good']}".split()), row["text"]) for row in rows]


def heard_in(text: str) -> frozenset[str]:
    told = check_wording(text)
    return frozenset(one.kind for one in (*told.findings, *told.good))


def measure(part: str) -> dict[str, tuple[int, int, int]]:
    """True, false and missed per kind."""
    true, false, missed = Counter(), Counter(), Counter()
    for meant, text in sentences(part):
        heard = heard_in(text)
        true.update(meant & heard)
        false.update(heard - meant)
        missed.update(meant - heard)
    return {kind: (true[kind], false[kind], missed[kind]) for kind in (*FINDINGS, *GOOD)}


def precision(counts: tuple[int, int, int]) -> float:
    return counts[0] / max(1, counts[0] + counts[1])


def recall(counts: tuple[int, int, int]) -> float:
    return counts[0] / max(1, counts[0] + counts[2])


def confusions(part: str) -> Counter[tuple[str, str]]:
    """(meant, heard) over all sentences in which something was missed or added."""
    pairs: Counter[tuple[str, str]] = Counter()
    for meant, text in sentences(part):
        heard = heard_in(text)
        missed, added = meant - heard or {"-"}, heard - meant or {"-"}
        pairs.update((one, other) for one in missed for other in added if (one, other) != ("-", "-"))
    return pairs


def table(part: str) -> str:
    lines = [f"{part}: {len(sentences(part))} sentences", f"{'kind':22}{'meant':>6}{'precision':>11}{'recall':>8}"]
    for kind, counts in measure(part).items():
        lines.append(f"{kind:22}{counts[0] + counts[2]:>6}{precision(counts):>11.2f}{recall(counts):>8.2f}")
    lines.append("confusions (meant -> heard; '-' is nothing):")
    lines += [f"  {meant} -> {heard}: {count}" for (meant, heard), count in confusions(part).most_common(25)]
    return "\n".join(lines)


def misses(part: str) -> list[str]:
    found = ((meant, heard_in(text), text) for meant, text in sentences(part))
    return [
        f"missed {sorted(meant - heard)} added {sorted(heard - meant)}: {text}"
        for meant, heard, text in found
        if meant != heard
    ]


def main() -> None:
    for part in ("development", "held_out"):
        print(table(part), end="\n\n")  # noqa: T201 - a measurement is printed
    if "--misses" in sys.argv:  # of the development part only: the held-out part stays unseen
        print("\n".join(misses("development")))  # noqa: T201 - as above
    texts = [text for _, text in sentences("held_out")]
    began = time.process_time()
    for text in texts:
        check_wording(text)
    print(f"{(time.process_time() - began) / len(texts) * 1000:.2f} ms of processor time a sentence")  # noqa: T201


if __name__ == "__main__":
    main()
