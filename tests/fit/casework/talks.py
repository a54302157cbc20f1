"""A few words said in a session, as a file, and who says them."""

from __future__ import annotations

from fit.transcripts import Role

ROLES = {"Therapist": Role.CLINICIAN, "C-1": Role.CLIENT}
OPENING = "How was the walk we talked about last week?"
ANSWER = "I did not go. It was raining, and then I still stayed in."


def vtt(*answers, opening=OPENING):
    """A WebVTT file as Zoom writes it: the opening, then these in turn, half a second apart."""
    said = [("Therapist", opening), *((("C-1", "Therapist")[place % 2], words) for place, words in enumerate(answers))]
    cues = [
        f"{place}\n{clock(place * 6)}.000 --> {clock(place * 6 + 5)}.500\n{speaker}: {words}\n"
        for place, (speaker, words) in enumerate(said, start=1)
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def clock(seconds):
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
