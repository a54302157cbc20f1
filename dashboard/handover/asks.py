"""What a clinician asks to be filled in, as text in an address or a form: episode, informant, session, scales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.casework.views import Asked
from fit.errors import InputError
from fit.scales import Informant

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MOST_ASKED", "read_asks", "written"]

MOST_ASKED: Final = 12
TODAY: Final = "0"
NOT_READ: Final = "What is to be filled in could not be read. Start again from the client's page."


def written(asked: Asked) -> str:
    """Write one as `episode:informant:meeting:scale,scale`; meeting 0 is today's."""
    return ":".join([asked.episode_id, asked.informant.value, str(asked.meeting or TODAY), ",".join(asked.scale_ids)])


def read_asks(texts: Iterable[str]) -> tuple[Asked, ...]:
    """Read them back, in their order.

    Raises
    ------
    InputError
        when one is not of that form, or there are none or too many.
    """
    asked = tuple(_read(text) for text in texts)
    if not 0 < len(asked) <= MOST_ASKED:
        raise InputError(NOT_READ)
    return asked


def _read(text: str) -> Asked:
    try:
        episode_id, informant, meeting, scales = text.split(":")
        return Asked(
            episode_id=episode_id,
            informant=Informant(informant),
            meeting=None if meeting == TODAY else int(meeting),
            scale_ids=tuple(scales.split(",")),
        )
    except ValueError:
        raise InputError(NOT_READ) from None
