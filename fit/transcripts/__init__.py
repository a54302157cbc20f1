"""What was said in a session: one format a file, found by folder. As read, nothing invented."""

from fit.transcripts._as_json import as_json
from fit.transcripts._clinician import ClinicianGuess, SpeakerWords, guess_clinician, language_of
from fit.transcripts._content import LARGEST_BYTES
from fit.transcripts._own_vtt import as_vtt
from fit.transcripts._registry import Columns, Format, formats, read_transcript, table_columns
from fit.transcripts._times import shown
from fit.transcripts._transcript import Level, Role, Speaker, Transcript, Turn, Word, with_roles

__all__ = [
    "LARGEST_BYTES",
    "ClinicianGuess",
    "Columns",
    "Format",
    "Level",
    "Role",
    "Speaker",
    "SpeakerWords",
    "Transcript",
    "Turn",
    "Word",
    "as_json",
    "as_vtt",
    "formats",
    "guess_clinician",
    "language_of",
    "read_transcript",
    "shown",
    "table_columns",
    "with_roles",
]
