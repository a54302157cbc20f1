"""The clinic's key in the keyring of the operating system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.errors import ConfigurationError
from fit.sealing.key_text import checked_key, new_key

if TYPE_CHECKING:
    from types import ModuleType

SERVICE = "mendline"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringKey:
    """The keyring of the operating system, in an entry of this clinic's folder."""

    name: str

    @property
    def named(self) -> str:
        """The place in words, for messages."""
        return f"the system's keyring, service {SERVICE}, entry {self.name}"

    @property
    def _next(self) -> str:
        return f"{self.name} (next)"

    def read(self) -> str | None:
        """Give the key; None when there is none.

        Raises
        ------
        WrongKeyError
            when the entry holds no key.
        ConfigurationError
            when there is no keyring that can be used.
        """
        return self._entry(self.name)

    def make(self) -> str:
        """Make the first key and keep it."""
        return self._kept(self.name, new_key())

    def next(self) -> str | None:
        """Give the key that a change under way leads to."""
        return self._entry(self._next)

    def make_next(self) -> str:
        """Make the next key and keep it beside the present one."""
        return self._kept(self._next, new_key())

    def take_next(self) -> None:
        """Let the next key be the key."""
        key = self.next()
        if key is not None:
            self._kept(self.name, key)
            _asked("delete_password", SERVICE, self._next)

    def _entry(self, name: str) -> str | None:
        text = _asked("get_password", SERVICE, name)
        return (
            None
            if text is None
            else checked_key(text, f"The entry {name} of the keyring", "Restore it from your copy.")
        )

    def _kept(self, name: str, key: str) -> str:
        _asked("set_password", SERVICE, name, key)
        if self._entry(name) != key:
            raise ConfigurationError("The system's keyring did not keep the key. Use a key file (MENDLINE_KEY_FILE).")
        return key


def _asked(deed: str, *what: str) -> Any:
    keyring = _keyring()
    try:
        return getattr(keyring, deed)(*what)
    except keyring.errors.KeyringError as wrong:
        raise ConfigurationError(
            f"The system's keyring cannot be used ({wrong or type(wrong).__name__}). Unlock it, or use a key file "
            "(MENDLINE_KEY_FILE)."
        ) from None


def _keyring() -> ModuleType:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise ConfigurationError(
            "MENDLINE_KEY_FROM=keyring needs the package keyring. Install it with: pip install 'mendline[keyring]'"
        ) from None
    return keyring
