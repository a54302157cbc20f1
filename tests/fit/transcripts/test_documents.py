"""Word documents: the forms of Teams and Meet, and packages that mean harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from fit.transcripts import _docx
from tests.fit.transcripts.written import TALK, document, new_teams_docx, old_teams_docx, said

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{SPACE}"><w:body>{{}}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def package(xml, name="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(name, xml)
    return out.getvalue()


def paragraphs(*texts):
    return package(BODY.format("".join(map(PARAGRAPH.format, texts))))


def test_name_and_text_may_stand_in_paragraphs_of_their_own(read):
    old = paragraphs("0:0:1.5 --> 0:0:4.25", "Clinician Aspen", "Hello.", "0:0:4.25 --> 0:0:5.0", "C", "Hi", "there.")
    assert said(read(old)) == [("Clinician Aspen", 1_500, 4_250, "Hello."), ("C", 4_250, 5_000, "Hi there.")]
    new = paragraphs("Title", "Clinician Aspen 0:01", "Hello.", "C-104 1:00:04", "Hi", "there.")
    assert said(read(new)) == [("Clinician Aspen", 1_000, None, "Hello."), ("C-104", 3_604_000, None, "Hi there.")]


def test_tabs_and_breaks_part_words_and_tab_stops_do_not(read):
    stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
    run = "<w:r><w:t>A:</w:t><w:tab/><w:t>so</w:t><w:br/><w:t>and</w:t><w:cr/><w:delText>no</w:delText>"
    run += "<w:t>on</w:t></w:r>"
    found = read(package(BODY.format(f"<w:p>{stops}{run}</w:p>" * 2)))
    assert said(found) == [("A", None, None, "so and on"), ("A", None, None, "so and on")]


def test_a_paragraph_within_another_is_read_once(read):
    inner = PARAGRAPH.format("A: one")
    found = read(package(BODY.format(f"<w:p><w:r><w:t>A: zero</w:t></w:r>{inner}</w:p>")))
    assert [turn.text for turn in found.turns] == ["zero", "one"]


def test_a_document_of_plain_turns_is_read_like_text(read):
    found = read(document(["Session 3", "T: Hello.", "C: Hi.", "T: Well?", "C: No."]))
    assert (found.format, len(found.turns)) == ("plain_text", 4)


def test_a_range_without_name_or_text_says_nothing(read):
    found = read(paragraphs("0:0:1.5 --> 0:0:4.25", "0:0:5.0 --> 0:0:6.0", "A", "Hi"))
    assert said(found) == [("A", 5_000, 6_000, "Hi")]


@pytest.mark.parametrize("range_", ["0:0:9.0 --> 0:0:6.0", "0:0:9.0 --> soon"])
def test_broken_times_are_told_by_paragraph(refused, range_):
    wrong = refused(paragraphs("0:0:1.5 --> 0:0:4.25", "A", "Hi", range_, "B", "Hi"))
    assert (wrong.where, wrong.what) == ("paragraph 4", "the times are broken")


def test_a_package_that_is_no_document_is_refused(refused):
    assert "no Word document" in refused(package("a", "xl/workbook.xml"), "a.docx").what


def test_an_empty_document_is_refused(refused):
    assert refused(paragraphs(" ")).what == "the document is empty"
    assert refused(package(BODY.format(""))).what == "the document is empty"


@pytest.mark.parametrize("raw", [old_teams_docx(TALK)[:900], package("<w:p"), package("no"), b"PK\x03\x04"])
def test_a_damaged_document_is_refused(refused, raw):
    assert refused(raw).what == "the document is damaged or locked"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(refused, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}' + BODY.format(PARAGRAPH.format("A: &b;"))
    assert refused(package(xml.encode(encoding))).what == "the document defines entities of its own"


def test_an_entity_that_names_a_file_is_never_opened(refused, tmp_path):
    (tmp_path / "secret").write_text("A: secret")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    assert "secret" not in str(refused(package(outside + BODY.format(PARAGRAPH.format("A: &a;")))))


def test_a_bomb_is_defused_by_what_it_unpacks_to(refused, monkeypatch):
    """100 kB that unpack to 100 MB; the size that the package states is not asked."""
    bomb = package(b"<a>" + b" " * (100 << 20))
    assert len(bomb) < 200_000
    assert refused(bomb).what == "the document unpacks to more than 64 MB"
    monkeypatch.setattr(_docx, "LARGEST_XML_BYTES", len(BODY.format(PARAGRAPH.format("A"))) - 1)
    assert refused(paragraphs("A")).what == "the document unpacks to more than 64 MB"


def test_what_teams_adds_is_left_out(read):
    assert not any("transcription" in turn.text for turn in read(new_teams_docx(TALK)).turns)
