"""What may be known of a client, each checked where it is written: code, name, birth, and the line for links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.casework._one_line import one_line
from fit.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic

FIRST_BIRTH_YEAR = 1900
LONGEST_CODE = 40
"""[letters] Longer is no code but a name or a note; it has to fit on a line of the caseload."""
LONGEST_NAME = 100
LONGEST_CONTACT = 200
E_MAIL = re.compile(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+\.[^@\s<>\"?&]{2,}")
TELEPHONE = re.compile(r"\+?[\d ()/.-]{5,40}")
FEWEST_DIGITS = 5
NAME_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,]+[^\W\d_]{2,})+")
"""Two words or more of letters alone, such as a first and a last name. A code has a digit, or is one word."""


def _line(given: str, what: str, longest: int) -> str:
    text = given.strip()
    if not text:
        raise InputError(f"The client's {what} is empty. Write the one from your records.")
    if len(text) > longest or not text.isprintable():
        raise InputError(f"{text[:longest]!r} is no {what}. Write up to {longest} letters or digits.")
    return text


def reads_like_a_name(text: str) -> bool:
    """Whether a code looks like somebody's first and last name."""
    return NAME_WORDS.fullmatch(text.strip()) is not None


def check_code(clinic: Clinic, given: str, *, kept: str = "") -> str:
    """Return the code of a client; the one that is kept already may be what it is.

    Raises
    ------
    InputError
        when it is empty, too long, or reads like a name where the clinic keeps codes alone.
    """
    code = _line(given, "code", LONGEST_CODE)
    if clinic.settings.codes_alone and code != kept and reads_like_a_name(code):
        raise InputError(
            "This code reads like a name, and this clinic keeps codes alone. Write the one from your records."
        )
    return code


def check_name(clinic: Clinic, given: str) -> str:
    """Return the name of a client, or nothing.

    Raises
    ------
    InputError
        when it is too long, or the clinic keeps codes alone.
    """
    if not given.strip():
        return ""
    if clinic.settings.codes_alone:
        raise InputError("This clinic keeps codes alone and no names. Leave the name empty.")
    return _line(given, "name", LONGEST_NAME)


def check_birth(year: int | None, day: date | None, today: date) -> tuple[int | None, date | None]:
    """Return the year of birth, and the date where it is kept; of a date alone, its year too.

    Raises
    ------
    InputError
        when nobody can be born then, or the date lies in another year.
    """
    if day is not None and not (day.year >= FIRST_BIRTH_YEAR and day <= today):
        raise InputError(f"{day} is no birth date. Write one from {FIRST_BIRTH_YEAR} to today, or leave it empty.")
    if year is not None and not FIRST_BIRTH_YEAR <= year <= today.year:
        raise InputError(f"{year} is no birth year. Write one from {FIRST_BIRTH_YEAR} to {today.year}.")
    if day is not None and year is not None and day.year != year:
        raise InputError(f"The birth date lies in {day.year}, and the birth year is {year}. Set one of the two right.")
    return (day.year if day is not None else year), day


def check_contact(given: str) -> str:
    """Return an e-mail address or a telephone number as one line, or nothing.

    Raises
    ------
    InputError
        when it is neither.
    """
    said = one_line(given)
    if len(said) > LONGEST_CONTACT or (said and not _is_contact(said)):
        raise InputError("That is no e-mail address and no telephone number. Write one of the two, or leave it empty.")
    return said


def _is_contact(said: str) -> bool:
    if E_MAIL.fullmatch(said):
        return True
    return TELEPHONE.fullmatch(said) is not None and sum(letter.isdecimal() for letter in said) >= FEWEST_DIGITS
