"""What a page gets to see: plain values, already allowed for this actor, ready to be drawn.

Every id is an opaque text. A `None` score was not given; it is never zero. Text for a status is not here:
words and colours belong to the screen.
"""

from __future__ import annotations

from fit.casework._views_access import ClientForm, HandOver, Receipt, ReceiptStatus, SignedIn
from fit.casework._views_care import (
    AlertRow,
    Caseload,
    CaseloadRow,
    ClientPage,
    EpisodeFacts,
    RatingRow,
    ScaleChoice,
    SessionRow,
)
from fit.casework._views_course import EpisodeCourse, EpisodeSpan, EventRow
from fit.casework._views_service import (
    Account,
    AllianceCell,
    AuditRow,
    ImportReport,
    Overview,
    Supervisee,
    Supervision,
    UnassignedEpisode,
    UserRow,
)
from fit.store.states import AlertState, Attention, ConsentKind, EventKind, FormState, RatingStatus

__all__ = [
    "Account",
    "AlertRow",
    "AlertState",
    "AllianceCell",
    "Attention",
    "AuditRow",
    "Caseload",
    "CaseloadRow",
    "ClientForm",
    "ClientPage",
    "ConsentKind",
    "EpisodeCourse",
    "EpisodeFacts",
    "EpisodeSpan",
    "EventKind",
    "EventRow",
    "FormState",
    "HandOver",
    "ImportReport",
    "Overview",
    "RatingRow",
    "RatingStatus",
    "Receipt",
    "ReceiptStatus",
    "ScaleChoice",
    "SessionRow",
    "SignedIn",
    "Supervisee",
    "Supervision",
    "UnassignedEpisode",
    "UserRow",
]
