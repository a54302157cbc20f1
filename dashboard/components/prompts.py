"""What could be said in the conversation, on a client's page: plain HTML that opens without a round trip and prints."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.dates import day_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import ClientPage
    from fit.conversation import About, Prompt

__all__ = ["draw_prompts", "prompt_html"]

TODAY = "For the conversation today"
NEXT = "For the next conversation"


def draw_prompts(client: ClientPage, *, without: str = "") -> None:
    """Draw the prompts, open when the newest session is today's; nothing when there are none.

    `without` names the situation that the page has said already.
    """
    prompts = [prompt for prompt in client.prompts if prompt.situation != without]
    if prompts:
        is_today = bool(client.sessions) and client.sessions[-1].occurred_on == client.as_of
        with st.container(key="prompts"):
            st.html(_card(prompts, client, is_today=is_today))


def _card(prompts: Iterable[Prompt], client: ClientPage, *, is_today: bool) -> str:
    cards = "".join(
        prompt_html(prompt, _about(prompt.about, client), folded=bool(n)) for n, prompt in enumerate(prompts)
    )
    return (
        f'<details class="ml-prompts"{" open" if is_today else ""}><summary><h2>{TODAY if is_today else NEXT}</h2>'
        f'</summary><div class="ml-prompt-cards">{cards}</div></details>'
    )


def _about(about: About | None, client: ClientPage) -> str:
    """Say of which rating of which session a prompt speaks, with the mark before it to compare."""
    if about is None:
        return ""
    day = next((session.occurred_on for session in client.sessions if session.meeting == about.meeting), None)
    if about.score is None:
        return "About today\u2019s session" if day == client.as_of else f"About session {about.meeting}"
    dated = f", {day_said(day)}" if day else ""
    whose = (
        f"today\u2019s {about.scale}" if day == client.as_of else f"the {about.scale} of session {about.meeting}{dated}"
    )
    before = "" if about.before is None else f" ({about.before} the time before)"
    return f"About {whose}: {about.score}{before}"


def prompt_html(prompt: Prompt, about: str = "", *, folded: bool = False, level: int = 3) -> str:
    """Return one prompt: what it speaks of, what it is for, what could be said, what rather not.

    `level` is that of its heading on the page.
    """
    known = f'<p class="ml-quiet">{escape(prompt.known)}</p>' if prompt.known else ""
    avoid = f'<p class="ml-avoid"><strong>Rather not:</strong> {escape(prompt.avoid)}</p>'
    source = f'<p class="ml-quiet ml-prompt-source">Source: {escape(prompt.source)}</p>'
    said = _said("", prompt.sentences) + _said("To the caregiver", prompt.for_caregiver)
    of_what = f'<p class="ml-prompt-about">{escape(about)}</p>' if about else ""
    head = f"<summary><h{level}>{escape(prompt.title)}</h{level}>{of_what}</summary>"
    return (
        f'<details class="ml-prompt"{"" if folded else " open"}>{head}'
        f'<p class="ml-quiet">{escape(prompt.purpose)}</p>{known}{said}{avoid}{source}</details>'
    )


def _said(to: str, sentences: Iterable[str]) -> str:
    spoken = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    head = f'<p class="ml-label">{escape(to)}</p>' if to else ""
    return f'{head}<ul class="ml-say">{spoken}</ul>' if spoken else ""
