"""Every table of the database. The key of all that belongs to a clinic begins with the clinic's."""

from __future__ import annotations

from fit.store._asked_report_table import AskedReport
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
from fit.store._comment_table import Comment
from fit.store._episode_tables import LONGEST_NOTE, EpisodeReopening, EpisodeTransfer, SharedCase, SharedMember
from fit.store._event_table import EpisodeEvent
from fit.store._goal_tables import ClientGoal, GoalRating
from fit.store._handover_tables import Handover, HandoverPart
from fit.store._learning_tables import Debrief, LearningPoint
from fit.store._note_tables import FormulationStatement, SessionNote
from fit.store._opening_tables import LONGEST_REASON, Opening, OpeningTold
from fit.store._packet_table import Packet
from fit.store._people_tables import (
    Audit,
    AuditHead,
    AuditStart,
    Client,
    Clinic,
    Consent,
    LegalHold,
    Licence,
    Supervision,
    User,
)
from fit.store._programme_tables import Programme, ProgrammeCell
from fit.store._reading_tables import Memory, MomentLabel, Reading
from fit.store._record_tables import Recording, Transcript, Turn, TurnEdit
from fit.store._repair_tables import RepairMove, RepairPlan, RepairPrivateNote, RepairWords
from fit.store._sign_in_tables import (
    Attempt,
    KnownBrowser,
    RecoveryCode,
    SecondFactor,
    SignInTicket,
    SignOnLink,
    WebSession,
)
from fit.store._work_tables import DigestMark, EpisodeTag, SavedView

__all__ = [
    "ITEM_COLUMNS",
    "LONGEST_NOTE",
    "LONGEST_REASON",
    "Alert",
    "AllianceCell",
    "AskedReport",
    "Attempt",
    "Audit",
    "AuditHead",
    "AuditStart",
    "Base",
    "Client",
    "ClientGoal",
    "Clinic",
    "Comment",
    "Consent",
    "Debrief",
    "DigestMark",
    "Episode",
    "EpisodeEvent",
    "EpisodeReopening",
    "EpisodeTag",
    "EpisodeTransfer",
    "FormulationStatement",
    "GoalRating",
    "Handover",
    "HandoverPart",
    "ImportBatch",
    "KnownBrowser",
    "LearningPoint",
    "LegalHold",
    "Licence",
    "Memory",
    "MomentLabel",
    "Opening",
    "OpeningTold",
    "Packet",
    "Programme",
    "ProgrammeCell",
    "Rating",
    "Reading",
    "Rebuild",
    "Recording",
    "RecoveryCode",
    "RepairMove",
    "RepairPlan",
    "RepairPrivateNote",
    "RepairWords",
    "SavedView",
    "SecondFactor",
    "Session",
    "SessionNote",
    "SharedCase",
    "SharedMember",
    "SignInTicket",
    "SignOnLink",
    "Standing",
    "Supervision",
    "Transcript",
    "Turn",
    "TurnEdit",
    "User",
    "WebSession",
    "columns_of",
]
