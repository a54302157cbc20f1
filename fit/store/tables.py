"""Every table of the database. The key of all that belongs to a clinic begins with the clinic's."""

from __future__ import annotations

from fit.store._base import Base, columns_of
from fit.store._care_tables import (
    ITEM_COLUMNS,
    Alert,
    AllianceCell,
    Episode,
    ImportBatch,
    Rating,
    Rebuild,
    Session,
    Standing,
)
from fit.store._event_table import EpisodeEvent
from fit.store._goal_tables import ClientGoal, GoalRating
from fit.store._handover_tables import Handover, HandoverPart
from fit.store._learning_tables import Debrief, LearningPoint
from fit.store._packet_table import Packet
from fit.store._people_tables import (
    Attempt,
    Audit,
    AuditHead,
    Client,
    Clinic,
    Consent,
    Licence,
    Supervision,
    User,
    WebSession,
)
from fit.store._reading_tables import Memory, MomentLabel, Reading
from fit.store._record_tables import Recording, Transcript, Turn, TurnEdit
from fit.store._repair_tables import PlanComment, RepairMove, RepairPlan, RepairPrivateNote, RepairWords
from fit.store._work_tables import DigestMark, EpisodeTag, SavedView

__all__ = [
    "ITEM_COLUMNS",
    "Alert",
    "AllianceCell",
    "Attempt",
    "Audit",
    "AuditHead",
    "Base",
    "Client",
    "ClientGoal",
    "Clinic",
    "Consent",
    "Debrief",
    "DigestMark",
    "Episode",
    "EpisodeEvent",
    "EpisodeTag",
    "GoalRating",
    "Handover",
    "HandoverPart",
    "ImportBatch",
    "LearningPoint",
    "Licence",
    "Memory",
    "MomentLabel",
    "Packet",
    "PlanComment",
    "Rating",
    "Reading",
    "Rebuild",
    "Recording",
    "RepairMove",
    "RepairPlan",
    "RepairPrivateNote",
    "RepairWords",
    "SavedView",
    "Session",
    "Standing",
    "Supervision",
    "Transcript",
    "Turn",
    "TurnEdit",
    "User",
    "WebSession",
    "columns_of",
]
