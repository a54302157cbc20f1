"""Making the rules ready: their phrases are turned into patterns at the first reading of a process."""

from __future__ import annotations

from fit.dialogue._reading import read_dialogue
from fit.transcripts import Role, Transcript, Turn

__all__ = ["get_ready"]

# Our own; it takes every rule at its first look.
TURNS = (
    ("clinician", "Would you like to tell me how that was for you?"),
    ("client", "To be honest, I don't think this is helping me, and I don't know what to say."),
    ("clinician", "It makes sense that you are disappointed. But change takes time."),
)


def get_ready() -> None:
    """Read three turns of our own, so that the first real reading need not wait for the rules."""
    turns = tuple(Turn(index=place, speaker=who, text=text) for place, (who, text) in enumerate(TURNS))
    read_dialogue(Transcript(turns=turns, roles={role.value: role for role in (Role.CLINICIAN, Role.CLIENT)}))
