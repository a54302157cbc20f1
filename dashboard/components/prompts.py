"""What could be said in the conversation, on a client's page: plain HTML that opens without a round trip and prints."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import ClientPage
    from fit.conversation import Prompt

__all__ = ["draw_prompts"]

TODAY = "For the conversation today"
NEXT = "For the next conversation"


def draw_prompts(client: ClientPage) -> None:
    """Draw the prompts of the newest session, open when it is today's; nothing when there are none."""
    if client.prompts:
        is_today = bool(client.sessions) and client.sessions[-1].occurred_on == client.as_of
        with st.container(key="prompts"):
            st.html(_card(client.prompts, is_today=is_today))


def _card(prompts: Iterable[Prompt], *, is_today: bool) -> str:
    cards = "".join(_prompt(prompt) for prompt in prompts)
    return (
        f'<details class="ml-prompts"{" open" if is_today else ""}><summary><h2>{TODAY if is_today else NEXT}</h2>'
        f'</summary><div class="ml-prompt-cards">{cards}</div></details>'
    )


def _prompt(prompt: Prompt) -> str:
    known = f'<p class="ml-quiet">{escape(prompt.known)}</p>' if prompt.known else ""
    avoid = f'<p class="ml-avoid"><strong>Rather not:</strong> {escape(prompt.avoid)}</p>'
    source = f'<p class="ml-quiet ml-prompt-source">Source: {escape(prompt.source)}</p>'
    said = _said("", prompt.sentences) + _said("To the caregiver", prompt.for_caregiver)
    return (
        f'<article class="ml-prompt"><h3>{escape(prompt.title)}</h3><p class="ml-quiet">{escape(prompt.purpose)}</p>'
        f"{known}{said}{avoid}{source}</article>"
    )


def _said(to: str, sentences: Iterable[str]) -> str:
    spoken = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    head = f'<p class="ml-label">{escape(to)}</p>' if to else ""
    return f'{head}<ul class="ml-say">{spoken}</ul>' if spoken else ""
