"""Makes the weights that are shipped anew, from sentences of our own: `python -m tests.fit.dialogue.train_shipped`."""

from __future__ import annotations

import csv
from pathlib import Path

from fit import dialogue
from fit.dialogue._said import Said
from fit.dialogue.markers._doubting import LABELS, doubting_of
from fit.dialogue.weighting import train
from fit.transcripts import Role, Turn

HERE = Path(__file__).parent
SHIPPED = HERE.parents[2] / "fit/dialogue"
SENTENCES = HERE / "sentences"
LEARNED_FROM = ("development", "training", "ordinary")
# Parts of complaints.csv; held_out and written_after are for measuring only.


def complaints():
    with (SENTENCES / "complaints.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def behaviours():
    text = (SENTENCES / "behaviours.csv").read_text("utf-8")
    return dialogue.train_behaviours(dialogue.read_labelled(text, "behaviours.csv"))


def doubts():
    found = [row for row in complaints() if row["part"] in LEARNED_FROM]
    pairs = [(one, row["meant"]) for row in found for _, one in doubting_of(client(row["text"]))]
    return train([one for one, _ in pairs], [label for _, label in pairs], LABELS)


def client(text):
    return Said(turn=Turn(index=0, text=text), role=Role.CLIENT)


def main():
    for name, weighting in (("behaviour", behaviours()), ("doubt", doubts())):
        (SHIPPED / f"{name}_weights.txt").write_text(dialogue.written(weighting), "utf-8")


if __name__ == "__main__":
    main()
