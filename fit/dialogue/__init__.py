"""What was said in a session and how: counts, silences, feeling, signs to look at, answers. Nothing invented."""

from fit.dialogue._as_json import as_json, as_table
from fit.dialogue._behaviour import Behaviour
from fit.dialogue._kept import as_kept, from_kept
from fit.dialogue._reading import VERSION, Dialogue, read_dialogue
from fit.dialogue._ready import get_ready
from fit.dialogue._rupture import RuptureKind
from fit.dialogue.behaviours import BehaviourNamed
from fit.dialogue.markers import Marker, markers
from fit.dialogue.moments import Moment
from fit.dialogue.not_assessable import Unknown
from fit.dialogue.patterns import Habits, SessionPattern, habits_of, pattern_of
from fit.dialogue.responses import DEFENSIVE, RECEIVING, Response
from fit.dialogue.roles import with_guessed_roles
from fit.dialogue.signs import Sign
from fit.dialogue.silence import Latency, Overlap, Silence
from fit.dialogue.talk import RoleTalk
from fit.dialogue.topics import Topic
from fit.dialogue.training import read_labelled, train_behaviours
from fit.dialogue.weighting import Weighting, read_weighting, written

__all__ = [
    "DEFENSIVE",
    "RECEIVING",
    "VERSION",
    "Behaviour",
    "BehaviourNamed",
    "Dialogue",
    "Habits",
    "Latency",
    "Marker",
    "Moment",
    "Overlap",
    "Response",
    "RoleTalk",
    "RuptureKind",
    "SessionPattern",
    "Sign",
    "Silence",
    "Topic",
    "Unknown",
    "Weighting",
    "as_json",
    "as_kept",
    "as_table",
    "from_kept",
    "get_ready",
    "habits_of",
    "markers",
    "pattern_of",
    "read_dialogue",
    "read_labelled",
    "read_weighting",
    "train_behaviours",
    "with_guessed_roles",
    "written",
]
