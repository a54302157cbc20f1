"""Makes the weights that are shipped anew, from sentences of our own: `python -m tests.fit.dialogue.train_shipped`."""

from __future__ import annotations

import csv
from pathlib import Path

from fit import dialogue
from fit.dialogue import Behaviour, read_labelled
from fit.dialogue._said import Said, heard_turns
from fit.dialogue.behaviours import counted_turns
from fit.dialogue.markers._doubting import LABELS, doubting_of
from fit.dialogue.training import as_counted
from fit.dialogue.weighting import train
from fit.transcripts import Role, Transcript, Turn

HERE = Path(__file__).parent
SHIPPED = HERE.parents[2] / "fit/dialogue"
SENTENCES = HERE / "sentences"
KINDS = {"q": Behaviour.QUESTION, "r": Behaviour.REFLECTION, "i": Behaviour.INPUT, "o": Behaviour.OTHER}
CLIENT = {"C": "none", "X": "complaint"}
LEARNED_FROM = ("development", "training", "ordinary", "written_after", "written_last")
# Parts of complaints.csv; held_out and written_final are for measuring only; written_after and written_last were so,
# until they had been measured (docs/dialogue.md).


def complaints():
    with (SENTENCES / "complaints.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def behaviours():
    turns = labelled_turns()
    return train([one for _, one in turns], [kind for kind, _ in turns], tuple(Behaviour))


def labelled_turns():
    """Every labelled turn of ours, as (kind, what is counted): single ones, and those of the talks."""
    text = (SENTENCES / "behaviours.csv").read_text("utf-8")
    alone = [(kind, as_counted(before, said)) for kind, before, said in read_labelled(text, "behaviours.csv")]
    return alone + [pair for talk in talks() for pair in turns_of(talk)]


def talks():
    """The talks of talks.txt, each as its lines without the head of the file."""
    lines = [line for line in (SENTENCES / "talks.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    return [talk.split("\n") for talk in "\n".join(lines).strip().split("\n\n")]


def turns_of(talk):
    labels, said = zip(*(line.split(": ", 1) for line in talk), strict=True)
    speakers = ["C" if label in CLIENT else "T" for label in labels]
    turns = tuple(
        Turn(index=at, speaker=who, text=text) for at, (who, text) in enumerate(zip(speakers, said, strict=True))
    )
    heard = heard_turns(Transcript(turns=turns, roles={"C": Role.CLIENT, "T": Role.CLINICIAN}))
    return [(KINDS[labels[one.said.index]], one) for one in counted_turns(heard)]


def doubts():
    rows = [(row["text"], row["meant"]) for row in complaints() if row["part"] in LEARNED_FROM]
    spoken = [line.split(": ", 1) for talk in talks() for line in talk]
    rows += [(text, CLIENT[label]) for label, text in spoken if label in CLIENT]
    pairs = [(one, meant) for text, meant in rows for _, one in doubting_of(client(text))]
    return train([one for one, _ in pairs], [label for _, label in pairs], LABELS)


def client(text):
    return Said(turn=Turn(index=0, text=text), role=Role.CLIENT)


def main():
    for name, weighting in (("behaviour", behaviours()), ("doubt", doubts())):
        (SHIPPED / f"{name}_weights.txt").write_text(dialogue.written(weighting), "utf-8")


if __name__ == "__main__":
    main()
