"""A status as a word with its shape and tone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.words import Look

__all__ = ["status_html"]


def status_html(look: Look) -> str:
    """Return the status as a piece of HTML; the shape repeats the word, so screen readers skip it."""
    shape = f'<span class="ml-shape ml-shape-{look.shape}" aria-hidden="true"></span>'
    return f'<span class="ml-status ml-tone-{look.tone}">{shape}{escape(look.word)}</span>'
