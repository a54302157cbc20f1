"""What clinician and supervisor say to each other about the alerts of one session, behind one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.comments import comments_said, draw_thread
from dashboard.components.folded import folded
from fit.casework.clinician import comment_on_alert

if TYPE_CHECKING:
    from dashboard.components.alert_group import AlertGroup
    from fit.casework.views import ClientPage

__all__ = ["draw_alert_comments"]


def draw_alert_comments(group: AlertGroup, page: ClientPage) -> None:
    """Draw the thread of a group of alerts; what is written is kept with the gravest."""
    if not page.can_comment:
        return
    said = sorted((one for alert in group.alerts for one in alert.comments), key=lambda one: one.said_at)
    whom = "your supervisor" if page.can_mark_alerts else "the clinician"
    alert_id = group.alerts[0].alert_id
    label = comments_said(said) if said else f"Comment, for {whom}"
    with folded(label, f"comments-{alert_id}", at_once=bool(said), size="compact") as is_drawn:
        if is_drawn:
            draw_thread(
                f"alert-{alert_id}",
                said,
                lambda words: comment_on_alert(current_clinic(), current_actor(), alert_id, words),
                label=f"A few words about this, for {whom} and you",
            )
