"""What makes a passphrase: length alone, and that it is not among the first that a guesser tries.

No rule asks for digits or signs: such rules make passphrases alike and hard to keep in mind (NIST SP 800-63B-4,
3.1.1.2; OWASP ASVS 5, 6.2). Any character counts, and pasting is allowed everywhere.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from fit.errors import InputError

SHORTEST = 12
"""[characters] Above the 8 that ASVS asks for: where a single factor is enough, the passphrase carries it alone."""
LONGEST = 256
LOOKED_AT = 72
"""[characters] How much of a long one is judged: if its beginning is good, so is the whole."""
EARLY_GUESSES = 10**8
"""Guesses. Within so many come 30,000 leaked passwords, common words and names, and what people make of them."""
PRODUCT = "mendline"
LEAST_OWN = 8
"""Letters and digits that are no name of clinic, person or product."""
WORDS = re.compile(r"\w{3,}")

TOO_SHORT = f"A passphrase has {SHORTEST} to {LONGEST} characters. Four words make a good one."
GUESSED = (
    "This passphrase would be among the first to be guessed: it is known from leaks, a pattern, or made of names that "
    "belong here. Choose four or more words that have nothing to do with each other or with the clinic."
)


def normalized(passphrase: str) -> str:
    """Return a passphrase as it is hashed: the same letters in the same form, from whatever keyboard."""
    return normalize("NFC", passphrase)


def check_passphrase(passphrase: str, *about: str) -> str:
    """Return a passphrase that is long enough and not easily guessed.

    `about` are names that whoever guesses knows: of the clinic, of the person, of their account.

    Raises
    ------
    InputError
        when it is too short or too long, known from leaks, a pattern, or made of these names.
    """
    if not SHORTEST <= len(normalized(passphrase)) <= LONGEST:
        raise InputError(TOO_SHORT)
    typed, names = normalized(passphrase)[:LOOKED_AT].casefold(), _names(about)
    if _own_letters(typed, names) < LEAST_OWN or _guesses(normalized(passphrase)[:LOOKED_AT], names) < EARLY_GUESSES:
        raise InputError(GUESSED)
    return passphrase


def _names(about: tuple[str, ...]) -> list[str]:
    """Return the names and the words in them, the longest first."""
    known = {PRODUCT, *about, *(word for name in about for word in WORDS.findall(name))}
    return sorted({one.casefold() for one in known if one}, key=len, reverse=True)


def _own_letters(typed: str, names: list[str]) -> int:
    """How many letters and digits are left when the names are cut out."""
    for name in names:
        typed = typed.replace(name, " ")
    return sum(letter.isalnum() for letter in typed)


def _guesses(passphrase: str, names: list[str]) -> int:
    from zxcvbn import zxcvbn  # its lists take a moment to load, and few runs need them

    return int(zxcvbn(passphrase, user_inputs=names)["guesses"])
