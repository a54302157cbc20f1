"""What a page gets to see: plain values, already allowed for this actor, ready to be drawn.

Every id is an opaque text. A `None` score was not given; it is never zero. Text for a status is not here:
words and colours belong to the screen.
"""

from __future__ import annotations

from fit.casework._views_access import (
    Asked,
    ClientForm,
    FormPart,
    HandOver,
    Invitation,
    Receipt,
    ReceiptStatus,
    SignedIn,
    Way,
)
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
from fit.store.states import AlertState, Attention, ConsentKind, FormState, RatingStatus, SkipReason

__all__ = [
    "Account",
    "AlertRow",
    "AlertState",
    "AllianceCell",
    "Asked",
    "Attention",
    "AuditRow",
    "Caseload",
    "CaseloadRow",
    "ClientForm",
    "ClientPage",
    "ConsentKind",
    "EpisodeFacts",
    "FormPart",
    "FormState",
    "HandOver",
    "ImportReport",
    "Invitation",
    "Overview",
    "RatingRow",
    "RatingStatus",
    "Receipt",
    "ReceiptStatus",
    "ScaleChoice",
    "SessionRow",
    "SignedIn",
    "SkipReason",
    "Supervisee",
    "Supervision",
    "UnassignedEpisode",
    "UserRow",
    "Way",
]
