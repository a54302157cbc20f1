"""Files as programs write them, from turns of our own: (speaker, start, end, text), times in milliseconds."""

from __future__ import annotations

import csv
import html
import io
import json
from datetime import timedelta

import docx
import srt

TALK = [
    ("Clinician Aspen", 1_000, 4_250, "How was the walk we talked about last week?"),
    ("C-104", 6_500, 9_125, "I did not go. It was raining, and then it was not, and I still stayed in."),
    ("Clinician Aspen", 9_125, 12_000, "You stayed in, and part of you had wanted to go."),
    ("C-104", 15_750, 16_000, "Mm."),
    ("Clinician Aspen", 18_000, 21_500, "Did I ask too much of you there?"),
    ("C-104", 21_750, 26_000, "Honestly? A bit. You sounded like my sister & her lists; 2 < 3, you know."),
]


def clock(milliseconds: int, point: str = ".") -> str:
    whole, rest = divmod(milliseconds, 1_000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{rest:03d}"


def short_clock(milliseconds: int) -> str:
    whole = milliseconds // 1_000
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def zoom_vtt(talk):
    cues = [
        f"{place}\n{clock(start)} --> {clock(end)}\n{speaker}: {html.escape(text, quote=False)}\n"
        for place, (speaker, start, end, text) in enumerate(talk, start=1)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def teams_vtt(talk):
    """A mark, hour-less times below an hour, long ids, and every turn cut into cues of a few words."""
    cues = []
    for turn, (speaker, start, end, text) in enumerate(talk):
        words = text.split()
        pieces = [" ".join(words[place : place + 5]) for place in range(0, len(words), 5)]
        times = [start + (end - start) * place // len(pieces) for place in range(len(pieces) + 1)]
        for place, piece in enumerate(pieces):
            span = f"{clock(times[place]).removeprefix('00:')} --> {clock(times[place + 1]).removeprefix('00:')}"
            said = html.escape(piece, quote=False)
            cues.append(f"1f0c2a9e-77aa-4c1e-9d3b-5d1c7a5e0b11/{turn}-{place}\n{span}\n<v {speaker}>{said}</v>\n")
    return "\ufeffWEBVTT\r\n\r\n" + "\r\n".join(cue.replace("\n", "\r\n") for cue in cues)


def srt_text(talk):
    """Written by the package `srt`: a judge that is not ours."""
    return srt.compose(
        [
            srt.Subtitle(
                index=place,
                start=timedelta(milliseconds=start),
                end=timedelta(milliseconds=end),
                content=f"{speaker}: {text}",
            )
            for place, (speaker, start, end, text) in enumerate(talk, start=1)
        ],
        reindex=False,
    )


def otter_text(talk):
    blocks = [f"{speaker}  {short_clock(start)}\n{text}\n" for speaker, start, _, text in talk]
    return "\n".join([*blocks, "Transcribed by https://otter.ai\n"])


def table(talk, header=("interlocutor", "timestamp", "end", "utterance_text"), separator=",", *, ends=True):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(header)
    for speaker, start, end, text in talk:
        writer.writerow([speaker, clock(start), clock(end) if ends else "", text])
    return out.getvalue()


def plain_text(talk):
    return "".join(f"{speaker} [{clock(start)[:8]}]: {text}\n" for speaker, start, _, text in talk)


def untimed_text(talk):
    return "".join(f"{speaker}: {text}\n\n" for speaker, _, _, text in talk)


def zoom_text(talk):
    return "".join(f"{clock(start)[:8]}\t{speaker}\t{text}\r\n" for speaker, start, _, text in talk)


def whisperx_json(talk):
    segments = [
        {
            "start": start / 1_000,
            "end": end / 1_000,
            "text": f" {text}",
            "speaker": speaker,
            "words": words_of(text, start),
        }
        for speaker, start, end, text in talk
    ]
    return json.dumps({"segments": segments, "language": "en"})


def words_of(text, start):
    """Every third word lacks its time, as WhisperX leaves them."""
    return [
        {"word": word} if place % 3 == 2 else {"word": word, "start": start / 1_000, "end": start / 1_000, "score": 0.5}
        for place, word in enumerate(text.split())
    ]


def document(paragraphs):
    """A Word document written by python-docx: a judge that is not ours."""
    written = docx.Document()
    for paragraph in paragraphs:
        written.add_paragraph(paragraph)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def old_teams_docx(talk):
    def time(milliseconds):
        whole, rest = divmod(milliseconds, 1_000)
        return f"{whole // 3600}:{whole // 60 % 60}:{whole % 60}.{rest}"

    def paragraph(speaker, start, end, text):
        return f"{time(start)} --> {time(end)}\n{speaker}\n{text}"

    return document([paragraph(*turn) for turn in talk])


def new_teams_docx(talk):
    body = [f"{speaker}   {short_clock(start)}\n{text}" for speaker, start, _, text in talk]
    return document(
        [
            "Weekly meeting-20260302_100000-Meeting Recording",
            "March 2, 2026, 10:00AM",
            "26s",
            "Clinician Aspen started transcription",
            *body,
            "Clinician Aspen stopped transcription",
        ]
    )


def meet_docx(talk):
    body = [f"{speaker}: {text}" for speaker, _, _, text in talk]
    return document(["Mar 2, 2026", "Weekly meeting - Transcript", "00:00:00", *body[:3], "00:05:00", *body[3:]])


def said(transcript):
    """Turns without their words and numbers, to be compared with what was written."""
    return [(turn.speaker, turn.start, turn.end, turn.text) for turn in transcript.turns]


def starts_only(talk):
    """What a format keeps that has whole seconds and no ends."""
    return [(speaker, start // 1_000 * 1_000, None, text) for speaker, start, _, text in talk]


def words_only(talk):
    return [(speaker, None, None, text) for speaker, _, _, text in talk]
