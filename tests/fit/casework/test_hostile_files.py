"""Files that are no transcripts and no ratings, sent to the use cases: refused in words, and nothing is kept."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import date

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import ConsentKind
from fit.errors import InputError, TranscriptError
from tests.fit.casework.talks import vtt
from tests.fit.casework.world import csv

QUICK_S = 20
LAUGHS = "".join(f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' for place in range(1, 10))


def docx(body, name="word/document.xml", **more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, body)
        for other, content in more.items():
            package.writestr(other, content)
    return file.getvalue()


def word(inner, doctype=""):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f"<w:p><w:r><w:t>{inner}</w:t></w:r></w:p>"
    return f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{space}">{text}</w:document>'


NO_TRANSCRIPTS = {
    "empty": b"",
    "a picture called text": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a program": b"\x7fELF" + bytes(range(256)) * 20,
    "a recording": b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(400),
    "an HTML page": b"<!doctype html><script>alert(1)</script>",
    "a package that is no document": docx("x", name="../../etc/cron.d/x"),
    "a bomb": docx(b"<a>" + b" " * (70 << 20)),
    "a bomb of letters": docx(word("A" * (70 << 20))),
    "billion laughs": docx(word("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>')),
    "an outside file": docx(word("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "an outside address": docx(word("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>')),
    "an outside definition": docx(word("hello", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">')),
    "a deep document": docx("<a>" * 200_000),
    "deep JSON": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "JSON of one huge number": b'{"segments": [{"start": 1' + b"0" * 6_000 + b', "end": 2, "text": "x"}]}',
    "JSON that never ends": b'{"segments": [{"start": NaN, "end": Infinity, "text": "x"}]}',
    "JSON with a time beyond all": json.dumps({"segments": [{"start": 1e300, "end": 2e300, "text": "x"}]}).encode(),
    "more than 32 MB": b"WEBVTT\n\n" + b"a" * (33 << 20),
}


@pytest.fixture
def session(world):
    """A session whose client agreed to a transcript."""
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    for kind in (ConsentKind.TRANSCRIPT, ConsentKind.RECORDING):
        administrator.record_consent(world.clinic, world.admin, episode, kind=kind, given_on=date(2026, 3, 1))
    return episode, world.page(episode).sessions[0].session_id


@pytest.mark.parametrize("what", NO_TRANSCRIPTS)
@pytest.mark.parametrize("ending", ["", ".vtt", ".docx", ".json"])
def test_what_is_no_transcript_is_refused_by_what_is_in_it(world, session, what, ending):
    began = time.monotonic()
    with pytest.raises(TranscriptError) as refused:
        clinician.check_transcript(world.clinic, world.ann, session[0], NO_TRANSCRIPTS[what], ending=ending)
    assert time.monotonic() - began < QUICK_S
    assert "root:" not in str(refused.value)
    with pytest.raises(TranscriptError):
        clinician.import_transcript(
            world.clinic, world.ann, session[0], session_id=session[1], content=NO_TRANSCRIPTS[what], roles={}
        )
    assert not any(one.transcripts for one in clinician.open_record(world.clinic, world.ann, session[0]).sessions)


def test_a_line_of_ten_megabytes_holds_nobody_up(world, session):
    began = time.monotonic()
    found = clinician.check_transcript(world.clinic, world.ann, session[0], vtt("word " * (2 << 20)))
    assert found.words > 2 << 20
    assert time.monotonic() - began < QUICK_S


NAMES = (
    "../../../etc/x.csv",
    "..\\..\\x.csv",
    "/etc/passwd",
    "\u202evsc.exe",
    "<b>.csv",
    "CON",
    "",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_a_word_and_never_a_place(world, name, tmp_path):
    before = sorted(path for path in world.clinic.settings.folder.rglob("*"))
    administrator.import_ratings(world.clinic, world.admin, name, csv("E1,adult,1,ors,20.0,2026-01-05"))
    assert sorted(path for path in world.clinic.settings.folder.rglob("*")) == before
    kept = names_kept(world)
    assert len(kept) == 1
    assert all(len(one) <= 200 and one.isprintable() and not set(one) & set("/\\") for one in kept)


@pytest.mark.parametrize("name", ["a\x00b.csv", "x" * 10_000])
def test_what_no_system_takes_for_a_name_is_refused_and_nothing_kept(world, name):
    with pytest.raises(InputError, match="file name"):
        administrator.import_ratings(world.clinic, world.admin, name, csv("E1,adult,1,ors,20.0,2026-01-05"))
    assert names_kept(world) == []


def names_kept(world):
    from sqlalchemy import select

    from fit.store._base import Base

    table = next(table for table in Base.metadata.sorted_tables if "file_name" in table.columns)
    with world.clinic.store.read() as connection:
        return connection.execute(select(table.c.file_name)).scalars().all()


ROWS = {
    "an id of ten thousand letters": "x" * 10_000 + ",adult,1,ors,20.0,2026-01-05",
    "an id that turns what follows": "a\u202eb,adult,1,ors,20.0,2026-01-05",
    "an id with a control character": "a\x07b,adult,1,ors,20.0,2026-01-05",
    "a number beyond all": "E1,adult,1,ors,1e308,2026-01-05",
    "a number of five thousand digits": f"E1,adult,1,ors,{'9' * 5_000},2026-01-05",
    "a session beyond all": f"E1,adult,{'9' * 40},ors,20.0,2026-01-05",
    "a day that never was": "E1,adult,1,ors,20.0,9999-99-99",
    "a NUL": "E\x001,adult,1,ors,20.0,2026-01-05",
    "a cell of ten megabytes": f"E1,{'a' * (10 << 20)},1,ors,20.0,2026-01-05",
    "a formula for a number": "E1,adult,1,ors,=1+1,2026-01-05",
}


@pytest.mark.parametrize("what", ROWS)
def test_ratings_that_cannot_be_are_refused_by_line(world, what):
    began = time.monotonic()
    report = administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(ROWS[what]))
    assert time.monotonic() - began < QUICK_S
    assert (report.stored, report.rows_bad_count, report.rows_bad[0].line) == (False, 1, 2)
    assert len(str(report.rows_bad[0])) < 500
    assert "\u202e" not in str(report.rows_bad[0])
    assert administrator.list_unassigned(world.clinic, world.admin) == ()
