"""What clinician and supervisor say to each other, and what of it is new to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """What clinician or supervisor said about an alert or a plan."""

    comment_id: str
    author_name: str
    by_supervisor: bool
    """By a supervisor of who holds the episode."""
    is_own: bool
    said: str
    """Empty when it was taken back."""
    said_at: datetime
    taken_back_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentNews:
    """A comment of somebody else's that was not marked as read: on an alert, or on a plan of repair."""

    episode_id: str
    client_label: str
    author_name: str
    by_supervisor: bool
    meeting: int
    """The session of the alert or the plan."""
    alert_title: str
    """Empty for a comment on a plan."""
    plan_id: str | None
    said_at: datetime
