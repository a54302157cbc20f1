"""Who is clinician, client and other in a transcript: as said, else guessed from how they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.errors import InputError
from fit.transcripts import Role, guess_clinician, with_roles

if TYPE_CHECKING:
    from fit.transcripts import Transcript

__all__ = ["with_guessed_roles"]


def with_guessed_roles(transcript: Transcript, *, clinician: str | None = None) -> Transcript:
    """Give every speaker a role: the clinician as said or guessed, the one who then speaks most is the client.

    Roles that the transcript already holds stay. Where nothing speaks for anybody, nobody gets a role.

    Raises
    ------
    InputError
        when the clinician who is named does not speak in it.
    """
    labels = [speaker.label for speaker in transcript.speakers]
    if clinician is not None and clinician not in labels:
        raise InputError(
            "Nobody of the name given with --clinician speaks in this transcript. `mendline transcript FILE` shows the "
            "speakers; write the name as it stands there."
        )
    if clinician is None and Role.CLINICIAN in transcript.roles.values():
        return transcript
    chosen = clinician or guess_clinician(transcript).label
    return transcript if chosen is None else with_roles(transcript, _roles(transcript, labels, chosen))


def _roles(transcript: Transcript, labels: list[str], clinician: str) -> dict[str, Role]:
    said = {label: 0 for label in labels if label != clinician}
    for turn in transcript.turns:
        if turn.speaker in said:
            said[turn.speaker] += len(turn.text)
    client = max(said, key=lambda label: said[label], default=None)
    others = {label: Role.CLIENT if label == client else Role.OTHER for label in said}
    return {clinician: Role.CLINICIAN, **others}
