"""Whether anybody wrote since: figures that were worked out once stand until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._audit_kinds import actions_of
from fit.casework.views import AuditKind
from fit.store import audit

if TYPE_CHECKING:
    from fit.casework._deed import Deed

NO_RATING = frozenset().union(
    *map(actions_of, (AuditKind.SEEN, AuditKind.TAKEN_OUT, AuditKind.SIGNING_IN, AuditKind.REFUSED))
)
"""Lines of the audit after which every figure is as it was."""


OF_THE_DAY = frozenset(
    {
        "begin_form",
        "comment_on_alert",
        "comment_on_plan",
        "hand_over",
        "invite",
        "mark_alert",
        "rate_goal",
        "read_digest",
        "record_in_room",
        "record_rating",
        "record_talk",
        "redeem_code",
        "save_note",
        "save_reading",
        "set_plan_state",
        "skip_in_room",
        "skip_rating",
        "snooze_alert",
        "start_session",
        "wake_alert",
        "withdraw_invitation",
        "write_memory",
    }
)
"""What goes on all day: it adds to the figures, and changes nothing of who is counted with whom and who sees it."""


def changed_since(deed: Deed, sequence: int, *, but_for: frozenset[str] = frozenset()) -> bool:
    """Whether more than looking and signing in, and `but_for`, was done after that line of the audit.

    Every write has its line, in the same transaction.
    """
    return not audit.actions_after(deed.connection, deed.clinic_id, sequence) <= NO_RATING | but_for
