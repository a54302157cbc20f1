"""The clinic's key in the environment."""

from __future__ import annotations

from dataclasses import dataclass, field

from fit.errors import KeyMissingError
from fit.sealing.key_text import checked_key


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentKey:
    """MENDLINE_KEY, and for a change of the key MENDLINE_KEY_NEW; nothing is ever written."""

    text: str = field(repr=False)
    next_text: str = field(default="", repr=False)
    named: str = "MENDLINE_KEY in the environment"

    def read(self) -> str | None:
        """Give the key; None when there is none.

        Raises
        ------
        WrongKeyError
            when it is none.
        """
        return checked_key(self.text, "MENDLINE_KEY", "Make one with: mendline key new") if self.text else None

    def make(self) -> str:
        """Refuse: nobody would keep what is made here.

        Raises
        ------
        KeyMissingError
            always.
        """
        raise KeyMissingError("MENDLINE_KEY is not set. Make a key with: mendline key new, and keep a copy of it.")

    def next(self) -> str | None:
        """Give the key that a change under way leads to."""
        return (
            checked_key(self.next_text, "MENDLINE_KEY_NEW", "Make one with: mendline key new")
            if self.next_text
            else None
        )

    def make_next(self) -> str:
        """Refuse: nobody would keep what is made here.

        Raises
        ------
        KeyMissingError
            always.
        """
        raise KeyMissingError(
            "The key comes from the environment, so the new one does too. Make it with: mendline key new, keep a copy, "
            "set MENDLINE_KEY_NEW to it, and say mendline key rotate again."
        )

    def take_next(self) -> None:
        """Leave it to whoever sets the environment."""
