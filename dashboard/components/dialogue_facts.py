"""What was said and how: shares, pauses, answers, feeling, topics; and what this file does not let one say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.dialogue_words import RESPONSE
from dashboard.record_words import LEVEL, SPEAKER, clock_said
from dashboard.sentences import counted
from fit.dialogue import DEFENSIVE, RECEIVING, Behaviour
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ReadingPage
    from fit.dialogue import Dialogue, RoleTalk, Silence
    from fit.dialogue.sequence import Answered

__all__ = ["draw_dialogue_facts"]

SECOND_MS = 1_000
LONGEST_SHOWN = 3
COMPLAINTS_SHOWN = 4
TOPICS_SHOWN = 8
TAKES_UP = "answer that validates, says it back or owns a part"
"""What is heard as empathic: kinds of answer, and turns that give back what was said (fit.dialogue.sequence)."""
NO_NORM = (
    "None of these has a norm: compare them with this client's and your own other sessions. Where they come from, and "
    "how well they were measured, stands in docs/dialogue.md."
)


def draw_dialogue_facts(found: ReadingPage, dialogue: Dialogue) -> None:
    """Draw what came after what first, then the counts, then what cannot be said."""
    st.header("What came after what", anchor=False)
    st.html(f'<ul class="ml-order">{"".join(f"<li>{said}</li>" for said in _order(found, dialogue))}</ul>')
    st.header("How it was said", anchor=False)
    st.html(_talk_html(found, dialogue))
    with st.expander("Questions, feeling, time, topics"):
        st.html(_entries(_words(dialogue)))
    with st.expander(f"What this file does not let one say ({len(dialogue.not_assessable)})"):
        st.html(_unknown_html(dialogue))
    st.html(f'<p class="ml-quiet">{NO_NORM}</p>')


def _order(found: ReadingPage, dialogue: Dialogue) -> Iterator[str]:
    """Say the facts of the sequence, each with its turn to open."""
    sequence = dialogue.sequence
    for one in sequence.complaints[:COMPLAINTS_SHOWN]:
        yield f"After a possible complaint at {_turn(found, one.turn)}, {_first_answer(found, one)}."
    if left := sequence.complaints[COMPLAINTS_SHOWN:]:
        where = ", ".join(_turn(found, one.turn) for one in left)
        yield f"{counted(len(left), 'more possible complaint')}: at {where}."
    if not sequence.complaints:
        yield "No complaint was recognised. That does not mean that there was none."
    yield from _challenge(found, dialogue)
    yield _validation(found, dialogue)


def _first_answer(found: ReadingPage, one: Answered) -> str:
    """Name the first answer with its turn: it need not be the very next one."""
    if not one.answers:
        return "no kind of answer was recognised within three turns"
    turn, kind = one.answers[0]
    return f"the first answer, at {_turn(found, turn)}, was: {escape(RESPONSE[kind].lower())}"


def _challenge(found: ReadingPage, dialogue: Dialogue) -> Iterator[str]:
    sequence = dialogue.sequence
    if sequence.first_challenge is None:
        return
    challenge = f"A possible challenge to the client's own view came at {_turn(found, sequence.first_challenge)}"
    if sequence.first_empathic is None:
        yield f"{challenge}; no {TAKES_UP} was recognised."
        return
    before = "before" if sequence.challenge_before_empathy else "after"
    yield f"{challenge}, {before} the first {TAKES_UP} ({_turn(found, sequence.first_empathic)})."


def _validation(found: ReadingPage, dialogue: Dialogue) -> str:
    sequence = dialogue.sequence
    if any(one.what == "responses" for one in dialogue.not_assessable):
        return "Answers are not assessable in this file: see below."
    if sequence.first_validation is None:
        return "No validating sentence was recognised."
    return f"The first validating sentence came at {_turn(found, sequence.first_validation)}."


def _turn(found: ReadingPage, place: int) -> str:
    """Name a turn by its time, with the link to it."""
    if found.dialogue is None or found.facts is None:
        return f"turn {place + 1}"
    when = clock_said(found.dialogue.transcript.turns[place].start) or f"turn {place + 1}"
    address = f"/transcript?episode={found.episode_id}&transcript={found.facts.transcript_id}"
    return f'<a href="{escape(address)}&amp;turn={found.turn_ids[place]}" target="_self">{when}</a>'


def _talk_html(found: ReadingPage, dialogue: Dialogue) -> str:
    """A table with a row for each who spoke; what the file does not tell is said in its place."""
    heads = ("Who", "Share of talk", "Words", "Turns", "Words a minute", "Answers after (median, nine of ten within)")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    rows = "".join(_role_html(dialogue, role, one) for role, one in dialogue.talk.items())
    silence = "".join(f"<li>{one}</li>" for one in _pauses(found, dialogue))
    return (
        '<div class="ml-table-frame" role="region" tabindex="0" aria-label="Talk, a row for each who spoke">'
        f'<table class="ml-talk"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>'
        f'</table></div><ul class="ml-order">{silence}</ul>'
    )


def _role_html(dialogue: Dialogue, role: Role, one: RoleTalk) -> str:
    latency = dialogue.latency.get(role)
    cells = (
        f"{round(100 * one.share)} % (by {one.share_by})",
        f"{one.words:,}",
        f"{one.turns} ({one.back_channels} only listening)",
        _or_unknown(one.words_per_minute, "{:.0f}"),
        "not assessable"
        if latency is None
        else f"{latency.median / SECOND_MS:.1f} s, {latency.p90 / SECOND_MS:.1f} s (of {latency.n})",
    )
    return f'<tr><th scope="row">{SPEAKER[role]}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _or_unknown(value: float | None, form: str) -> str:
    return "not assessable" if value is None else form.format(value)


def _pauses(found: ReadingPage, dialogue: Dialogue) -> Iterator[str]:
    if any(one.what == "silences" for one in dialogue.not_assessable):
        yield "Silences: not assessable, because the file does not tell when turns end."
        return
    longest = sorted(dialogue.silences, key=lambda one: -one.length)[:LONGEST_SHOWN]
    told = "; ".join(_silence_said(found, dialogue, one) for one in longest)
    yield f"{counted(len(dialogue.silences), 'silence')} of 1.5 s or more" + (f"; the longest: {told}" if told else "")
    spoken_over = [one for one in dialogue.overlaps if not one.is_back_channel]
    yield f"{counted(len(spoken_over), 'time')} somebody began while the other still spoke (sounds of listening apart)"


def _silence_said(found: ReadingPage, dialogue: Dialogue, one: Silence) -> str:
    before, after = (dialogue.transcript.turns[place] for place in (one.before_turn, one.after_turn))
    whose, then = (SPEAKER[dialogue.transcript.role_of(turn)].lower() for turn in (before, after))
    between = f"between two turns of the {whose}" if whose == then else f"between {whose} and {then}"
    return f"{one.length / SECOND_MS:.1f} s before {_turn(found, one.after_turn)}, {between}"


def _words(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    for role in (Role.CLINICIAN, Role.CLIENT):
        asked = dialogue.questions.get(role)
        if asked and asked.open + asked.closed:
            yield f"Questions by the {role.value}", f"{asked.open} open, {asked.closed} closed"
    yield "What the clinician did in a turn", _behaviours(dialogue)
    heard = {one.kind for one in dialogue.responses}
    yield "Receiving answers heard", _answers(dialogue, heard & RECEIVING)
    yield "Answers that may be heard as defence", _answers(dialogue, heard & DEFENSIVE)
    for role, felt in dialogue.feeling.items():
        families = ", ".join(f"{name} {times}" for name, times in felt.families.items())
        yield f"Words of feeling, {SPEAKER[role].lower()} (a list of words hears feeling weakly)", families or "none"
    for role, pointed in dialogue.time_words.items():
        told = f"past {pointed.past}, present {pointed.present}, future {pointed.future}"
        yield f"Words of time, {SPEAKER[role].lower()}", told
    alike = dialogue.style_matching
    yield "How alike small words are used (language-style matching, 0 to 1)", _or_unknown(alike, "{:.2f}")
    topics = [" · ".join(topic.words) for topic in dialogue.topics if topic.words][:TOPICS_SHOWN]
    yield "What stretches were about, in order", "; ".join(topics) or "no words set one stretch apart"


def _behaviours(dialogue: Dialogue) -> str:
    kinds = [one.kind for one in dialogue.behaviours]
    told = ", ".join(f"{kind.value} {kinds.count(kind)}" for kind in Behaviour if kind in kinds)
    return told or "not assessable"


def _answers(dialogue: Dialogue, kinds: set[str]) -> str:
    times = [one.kind for one in dialogue.responses]
    ranked = sorted(kinds, key=lambda kind: (-times.count(kind), kind))
    return ", ".join(f"{RESPONSE[kind].lower()} {times.count(kind)}" for kind in ranked) or "none recognised"


def _entries(entries: Iterator[tuple[str, str]]) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in entries)
    return f'<dl class="ml-facts">{told}</dl>'


def _unknown_html(dialogue: Dialogue) -> str:
    level = f"<p>This file tells {LEVEL[dialogue.transcript.level]}.</p>"
    by_reason: dict[str, list[str]] = {}
    for one in dialogue.not_assessable:
        by_reason.setdefault(one.reason, []).append(one.what)
    rows = "".join(_reason_html(reason, what) for reason, what in by_reason.items())
    return f"{level}<ul>{rows}</ul>"


def _reason_html(reason: str, what: list[str]) -> str:
    """A reason is said once, after all that it holds for."""
    names = _capital(", ".join(what))
    return f"<li><strong>{escape(names)}</strong>: not assessable. {escape(_capital(reason).rstrip('.'))}.</li>"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
