"""A note of where an audit ends, to be kept elsewhere: it finds what the chain alone cannot, an audit written anew."""

from __future__ import annotations

from fit.errors import InputError, NotFoundError
from fit.store.audit import End
from fit.store.ids import read_id, shown

NOTE = "mendline-audit"
CODE_LETTERS, CODE_GROUP = 32, 4
"""128 of the 256 bits of the hash, in groups that can be read aloud and typed in: nobody finds a second row to them."""


def note_of(clinic_id: int, end: End) -> str:
    """The end of an audit, to be printed or kept elsewhere."""
    code = end.hash[:CODE_LETTERS]
    groups = (code[at : at + CODE_GROUP] for at in range(0, CODE_LETTERS, CODE_GROUP))
    return f"{NOTE} {shown(clinic_id)} {end.sequence} {'-'.join(groups)}"


def read_note(text: str) -> tuple[int, End]:
    """Which clinic a note is about, and where its audit ended.

    Raises
    ------
    InputError
        when it is no such note.
    """
    pieces = text.split()
    wrong = f"This is no note of the audit: it begins with {NOTE!r} and has clinic, number and code behind it."
    if len(pieces) != len(("note", "clinic", "number", "code")) or pieces[0] != NOTE or not pieces[2].isdecimal():
        raise InputError(wrong)
    code = pieces[3].replace("-", "").lower()
    if len(code) != CODE_LETTERS or set(code) - set("0123456789abcdef"):
        raise InputError(wrong)
    return _id_in_note(pieces[1], wrong), End(sequence=int(pieces[2]), hash=code)


def _id_in_note(text: str, wrong: str) -> int:
    try:
        return read_id(text)
    except NotFoundError:
        raise InputError(wrong) from None
