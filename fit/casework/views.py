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
    Move,
    OwnLine,
    RatingRow,
    ScaleChoice,
    SessionRow,
    Together,
)
from fit.casework._views_caseload import (
    CaseloadFilter,
    Digest,
    DigestAlert,
    DigestRating,
    DigestSilence,
    EpisodeStatus,
    SavedView,
    UrgentAlert,
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
from fit.casework._views_wording import FamilyWording, ScaleWording, WordingPage
from fit.store.states import AlertState, Attention, ConsentKind, EventKind, FormState, RatingStatus, SkipReason

__all__ = [
    "Account",
    "AlertRow",
    "AlertState",
    "AllianceCell",
    "Asked",
    "Attention",
    "AuditRow",
    "Caseload",
    "CaseloadFilter",
    "CaseloadRow",
    "ClientForm",
    "ClientPage",
    "ConsentKind",
    "Digest",
    "DigestAlert",
    "DigestRating",
    "DigestSilence",
    "EpisodeCourse",
    "EpisodeFacts",
    "EpisodeSpan",
    "EpisodeStatus",
    "EventKind",
    "EventRow",
    "FamilyWording",
    "FormPart",
    "FormState",
    "HandOver",
    "ImportReport",
    "Invitation",
    "Move",
    "Overview",
    "OwnLine",
    "RatingRow",
    "RatingStatus",
    "Receipt",
    "ReceiptStatus",
    "SavedView",
    "ScaleChoice",
    "ScaleWording",
    "SessionRow",
    "SignedIn",
    "SkipReason",
    "Supervisee",
    "Supervision",
    "Together",
    "UnassignedEpisode",
    "UrgentAlert",
    "UserRow",
    "Way",
    "WordingPage",
]
