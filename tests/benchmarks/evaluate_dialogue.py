# ruff: noqa: T201 - a measurement is printed
"""Measures the reading of dialogue: `make evaluate-dialogue`. What the figures are worth: docs/dialogue.md.

Real transcripts are used where their table lies beside the project; nothing of it is kept. Without it this is said.
"""

from __future__ import annotations

import csv
from hashlib import md5
from time import process_time

from scipy.stats import spearmanr

from fit.dialogue import Behaviour, RuptureKind, read_dialogue
from fit.dialogue._said import heard_turns
from fit.dialogue.behaviours import behaviours_of, counted_turns, named_by_rules
from fit.dialogue.weighting import train
from fit.transcripts import Role, Transcript, Turn, guess_clinician
from tests.fit.dialogue import train_shipped
from tests.fit.transcripts.test_real_transcripts import TABLE, seconds

KINDS = {"question": "question", "reflection": "reflection", "therapist_input": "input", "other": "other"}
ROLES = {"therapist": Role.CLINICIAN, "client": Role.CLIENT}
FOLDS = 5
NOT_LOOKED_AT = 4
# Of ten videos, by a hash of the address: measured only. On the others the rules were written.


PARTS = (("all videos", lambda _: True), ("videos not looked at", lambda one: fold(one, 10) < NOT_LOOKED_AT))


def real_talks():
    """Every transcript as (video, transcript with roles, kind by turn); neighbours are kept apart, as labelled."""
    rows = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["transcript_id"], []).append(row)
    return [talk(found) for found in rows.values()]


def talk(rows):
    turns = tuple(
        Turn(
            index=index,
            speaker=row["interlocutor"],
            text=" ".join(row["utterance_text"].split()),
            start=seconds(row["timestamp"]),
        )
        for index, row in enumerate(rows)
    )
    kinds = [KINDS.get(row["main_therapist_behaviour"]) for row in rows]
    return rows[0]["video_url"], Transcript(turns=turns, roles=ROLES), kinds


def fold(video, folds):
    return int(md5(video.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def macro_f1(truth, named):
    """Mean over the four kinds of the harmonic mean of precision and recall, and the four."""
    each = [f1([(one == kind, other == kind) for one, other in zip(truth, named, strict=True)]) for kind in Behaviour]
    return sum(each) / len(each), each


def f1(pairs):
    both = sum(meant and heard for meant, heard in pairs)
    return 2 * both / max(1, sum(meant for meant, _ in pairs) + sum(heard for _, heard in pairs))


def report(name, truth, named, baseline):
    mean, each = macro_f1(truth, named)
    kinds = ", ".join(f"{kind} {one:.2f}" for kind, one in zip(Behaviour, each, strict=True))
    print(f"{name:<48} macro F1 {mean:.3f}  ({kinds})   {baseline}")


def behaviours(talks):
    print("Therapist behaviour, by video")
    heard = [(video, heard_turns(transcript), kinds) for video, transcript, kinds in talks]
    for part, chosen in PARTS:
        some = [(turns, kinds) for video, turns, kinds in heard if chosen(video)]
        for name, named, baseline in (
            ("rules", named_by_rules, "baseline .61, target .66"),
            ("shipped", behaviours_of, "baseline .69 to .74, target .72"),
        ):
            found = [(kinds[one.turn], one.kind) for turns, kinds in some for one in named(turns)]
            report(f"{name}, {part}", *zip(*found, strict=True), baseline)
    learned(heard)


def learned(heard):
    """Train as `mendline train-behaviours` does on the table's own labels, on four of five groups of videos."""
    truth, named = [], []
    for held in range(FOLDS):
        known = [(turns, kinds) for video, turns, kinds in heard if fold(video, FOLDS) != held]
        counted = [(one, kinds[one.said.index]) for turns, kinds in known for one in counted_turns(turns)]
        weighting = train([one for one, _ in counted], [kind for _, kind in counted], tuple(Behaviour))
        for _, turns, kinds in (one for one in heard if fold(one[0], FOLDS) == held):
            found = behaviours_of(turns, weighting)
            truth += [kinds[one.turn] for one in found]
            named += [one.kind for one in found]
    report("trained on the table's own labels, by video", truth, named, "baseline .72 to .74, target .74")


def clinicians(talks):
    hidden = {"therapist": "S2", "client": "S1"}
    right = 0
    for _, transcript, _ in talks:
        turns = [Turn(index=one.index, speaker=hidden[one.speaker], text=one.text) for one in transcript.turns]
        right += guess_clinician(Transcript(turns=tuple(turns))).label == "S2"
    print(f"\nClinician guessed right: {right} of {len(talks)} ({right / len(talks):.1%})   baseline 99 %, target 98 %")


def talk_share(talks):
    """Share by words against share by time; the table has starts only, so here a turn lasts until the next begins."""
    words, times = [], []
    for _, transcript, _ in talks:
        spent = dict.fromkeys(ROLES, 0)
        for one, after in zip(transcript.turns, transcript.turns[1:], strict=False):
            spent[one.speaker] += max(0, after.start - one.start)
        said = read_dialogue(transcript).talk
        words.append(said[Role.CLINICIAN].words / (said[Role.CLINICIAN].words + said[Role.CLIENT].words))
        times.append(spent["therapist"] / sum(spent.values()))
    rank = spearmanr(words, times).statistic
    print(f"Talk share by words against time: Spearman {rank:.3f}   baseline .95, target .90")


def complaints():
    """Confrontation markers on sentences of our own, learned from or not."""
    print("\nClient complaint or doubt, sentences of our own")
    pairs = {}
    for row in train_shipped.complaints():
        turn = Turn(index=0, speaker="client", text=row["text"])
        signs = read_dialogue(Transcript(turns=(turn,), roles={"client": Role.CLIENT})).signs
        heard = any(one.kind is RuptureKind.CONFRONTATION for one in signs)
        pairs.setdefault(row["part"], []).append((row["meant"] == "complaint", heard))
    for part, found in pairs.items():
        both, meant, heard = (sum(column) for column in zip(*((a and b, a, b) for a, b in found), strict=True))
        scores = f"P {both / heard:.2f} R {both / meant:.2f} F1 {f1(found):.2f}" if meant else f"heard {heard}"
        seen = "learned from" if part in train_shipped.LEARNED_FROM else "not learned from"
        print(f"{part:<16} {len(found):>5} sentences, {meant} complaints: {scores}   {seen}")


def speed(talks):
    """Processor time of reading, phrases made beforehand."""
    start = process_time()
    words = sum(one.words for _, transcript, _ in talks for one in read_dialogue(transcript).talk.values())
    print(f"\nSpeed: {words / (process_time() - start):,.0f} words a second of processor time, one process")


def main():
    complaints()
    if TABLE is None:
        print("\nNot measured, annomi_dev.csv not being here: behaviours, guess of the clinician, talk share")
        return
    talks = real_talks()
    print()
    behaviours(talks)
    clinicians(talks)
    talk_share(talks)
    speed(talks)


if __name__ == "__main__":
    main()
