"""Résumés of every kind, those of people who hide words in them, and files that are made to do harm."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
import resume_files as files
from jobboard_resume_text import reader as parent
from jobboard_resume_text.kinds import READERS
from jobboard_resume_text.limits import Limits
from jobboard_resume_text.plugin import ResumeTextPlugin
from jobboard_resume_text.reader import ThrowAwayReader
from jobboard_resume_text.reading import ALL_HIDDEN, BUSY, DAMAGED, NO_TEXT, PASSWORD, TOO_LARGE, TOO_MUCH

from jobboard.adapters.resume_reader import ResumeText
from jobboard.flows.uploads import DOCX, ODT, PDF, TEXT
from jobboard.plugins import registry
from jobboard.testing.resumes import WORDS, ResumeReaderConformance, Sample

SAMPLES = {
    PDF: files.pdf(files.line(WORDS)),
    DOCX: files.docx(files.paragraph(files.run(WORDS))),
    ODT: files.odt(f"<text:p>{WORDS}</text:p>"),
    TEXT: WORDS.encode(),
}


@pytest.fixture
def reader() -> ThrowAwayReader:
    return ThrowAwayReader()


def read(data: bytes, kind: str, **limits: Any) -> ResumeText:
    """What the plugin says of a file."""
    return ThrowAwayReader(Limits(**limits)).read(BytesIO(data), kind)


class TestThrowAwayReader(ResumeReaderConformance):
    @pytest.fixture
    def reader(self) -> ThrowAwayReader:
        return ThrowAwayReader()

    @pytest.fixture(params=SAMPLES, ids=["pdf", "docx", "odt", "text"])
    def sample(self, request: pytest.FixtureRequest) -> Sample:
        return request.param, SAMPLES[request.param]


def test_the_plugin_reads_every_kind_that_a_board_takes() -> None:
    assert set(registry.load([], [ResumeTextPlugin()]).resume_readers()) == {PDF, DOCX, ODT, TEXT} == set(READERS)


# What is in a file


def test_paragraphs_lists_tables_and_headings_of_word_come_in_their_order() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = (
        f"<w:tbl><w:tr>{cell(files.paragraph(files.run('Skills')))}{cell(files.paragraph(files.run('Budgets')))}"
        "</w:tr></w:tbl>"
    )
    body = files.paragraph(files.run("Maren "), files.run("Okafor-Lund")) + files.paragraph(files.run(WORDS)) + table
    assert read(files.docx(body), DOCX).text.split("\n\n") == ["Maren Okafor-Lund", WORDS, "Skills", "Budgets"]


def test_spaces_tabs_and_lines_of_opendocument_are_kept() -> None:
    body = '<text:h>Maren</text:h><text:p>2019<text:tab/>Leeds<text:s text:c="2"/>York<text:line-break/>now</text:p>'
    assert read(files.odt(body), ODT).text == "Maren\n2019\tLeeds  York\nnow"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Zoë Ångström, leitende Ärztin – Köln"),
        ("cp1252", "Résumé of Zoë Ångström: leitende Ärztin in Köln – “Größe”, façade, naïve, déjà vu. " * 3),
        ("cp1252", "Erik Trött\nSäljare i Göteborg, 2015-2020\nTalar svenska och engelska"),
        ("cp1250", "Życiorys: Łukasz Żółć, kierownik działu sprzedaży w Łodzi, znajomość języka angielskiego"),
        ("cp1251", "Резюме: старший менеджер по маркетингу, Москва. Опыт работы десять лет в гостиницах. " * 3),
        ("shift_jis", "履歴書：マーケティング部長、東京のホテルで十年間勤務しました。よろしくお願いします。" * 3),
    ],
)
def test_plain_text_is_read_in_the_encoding_it_was_saved_in(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), TEXT).text == text.strip()


def test_pages_of_a_pdf_follow_each_other() -> None:
    assert read(files.pdf(files.line("Maren"), pages=3), PDF).text.split() == ["Maren"] * 3


# Words that nobody sees

WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:fill="1F3864"/>'
WHITE_PARAGRAPH = files.paragraph(files.run("SHOWN", WHITE))


@pytest.mark.parametrize(
    "hidden",
    [
        files.line("STUFFED", before="1 g"),
        files.line("STUFFED", before="0.99 0.99 1 rg"),
        files.line("STUFFED", before="0 g 3 Tr"),
        files.line("STUFFED", before="0 g 7 Tr"),
        files.line("STUFFED", size=0.4),
        files.line("STUFFED", y=1200),
        files.line("STUFFED") + "q 1 g 40 690 200 30 re f Q\n",
        files.line("STUFFED", before="40 100 10 10 re W n"),
    ],
    ids=["white", "nearly white", "invisible", "clip only", "tiny", "off the page", "covered", "clipped away"],
)
def test_words_of_a_pdf_that_nobody_sees_are_left_out_and_flagged(hidden: str) -> None:
    found = read(files.pdf(files.line(WORDS, y=600) + hidden), PDF)
    assert found == ResumeText(WORDS, hidden_text=True)


@pytest.mark.parametrize(
    "shown",
    [
        "q 0.1 0.2 0.4 rg 0 680 595 60 re f Q\n" + files.line("SHOWN", before="1 g"),
        files.line("SHOWN", before="0.8 g"),
        files.line("SHOWN", size=5),
        files.line("SHOWN", before="1 Tr 0 G"),
        "".join(files.line(letter, y=700 - 12 * n) for n, letter in enumerate("l.-|")) + files.line("SHOWN", y=720),
    ],
    ids=["white on a banner", "light grey", "small", "outlined", "thin letters"],
)
def test_words_of_a_pdf_that_somebody_sees_are_kept(shown: str) -> None:
    found = read(files.pdf(files.line(WORDS, y=600) + shown), PDF)
    assert "SHOWN" in found.text
    assert not found.hidden_text


@pytest.mark.parametrize(
    "hidden",
    [
        files.paragraph(files.run("STUFFED", "<w:vanish/>")),
        files.paragraph(files.run("STUFFED", WHITE)),
        files.paragraph(files.run("STUFFED", '<w:sz w:val="2"/>')),
        files.paragraph(files.run("STUFFED", '<w:rStyle w:val="Ghost"/>')),
        files.paragraph(files.run("STUFFED"), properties='<w:pStyle w:val="GhostToo"/>'),
    ],
    ids=["vanish", "white", "tiny", "by its style", "by a style it inherits"],
)
def test_words_of_word_that_nobody_sees_are_left_out_and_flagged(hidden: str) -> None:
    styles = (
        '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="GhostToo"><w:basedOn w:val="Ghost"/></w:style>'
    )
    found = read(files.docx(files.paragraph(files.run(WORDS)) + hidden, styles=styles), DOCX)
    assert found == ResumeText(WORDS, hidden_text=True)


@pytest.mark.parametrize(
    "shown",
    [
        files.paragraph(files.run("SHOWN", '<w:vanish w:val="0"/>')),
        files.paragraph(files.run("SHOWN", WHITE + SHADE)),
        files.paragraph(files.run("SHOWN", WHITE), properties=SHADE),
        f"<w:tbl><w:tr><w:tc><w:tcPr>{SHADE}</w:tcPr>{WHITE_PARAGRAPH}</w:tc></w:tr></w:tbl>",
    ],
    ids=["not vanished", "on its own shade", "in a shaded paragraph", "in a shaded cell"],
)
def test_words_of_word_that_somebody_sees_are_kept(shown: str) -> None:
    found = read(files.docx(files.paragraph(files.run(WORDS)) + shown), DOCX)
    assert "SHOWN" in found.text
    assert not found.hidden_text


def test_links_of_word_are_their_words_and_pictures_are_nothing() -> None:
    link = files.paragraph(f"<w:hyperlink>{files.run('portfolio')}</w:hyperlink>")
    assert read(files.docx(link), DOCX).text == "portfolio"


ODT_STYLES = (
    '<style:style style:name="W"><style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="WW" style:parent-style-name="W"/>'
    '<style:style style:name="N"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T"><style:text-properties fo:font-size="1pt"/></style:style>'
    '<style:style style:name="G"><style:paragraph-properties fo:background-color="#1f3864"/></style:style>'
)


@pytest.mark.parametrize(
    "hidden",
    [
        *(
            f'<text:p><text:span text:style-name="{name}">STUFFED</text:span></text:p>'
            for name in ("W", "WW", "N", "T")
        ),
        '<text:section text:display="none"><text:p>STUFFED</text:p></text:section>',
        '<text:p><text:hidden-text text:string-value="STUFFED">STUFFED</text:hidden-text></text:p>',
    ],
    ids=["white", "by a style it inherits", "not displayed", "tiny", "section", "field"],
)
def test_words_of_opendocument_that_nobody_sees_are_left_out_and_flagged(hidden: str) -> None:
    found = read(files.odt(f"<text:p>{WORDS}</text:p>{hidden}", styles=ODT_STYLES), ODT)
    assert found == ResumeText(WORDS, hidden_text=True)


def test_white_words_of_opendocument_on_a_dark_ground_are_kept() -> None:
    body = '<text:p text:style-name="G"><text:span text:style-name="W">SHOWN</text:span></text:p>'
    assert read(files.odt(body, styles=ODT_STYLES), ODT) == ResumeText("SHOWN")


def test_a_file_of_hidden_words_alone_is_not_read_and_flagged() -> None:
    found = read(files.pdf(files.line("STUFFED", before="1 g")), PDF)
    assert found == ResumeText(hidden_text=True, unread=ALL_HIDDEN)


# Files that do harm

LOCKED = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<{1}> <{1}>]".format(
    "41" * 32, "42" * 16
)
BILLION = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def bomb(name: str, megabytes: int) -> bytes:
    """A small Word file whose part ``name`` unpacks to spaces."""
    packed = BytesIO(SAMPLES[DOCX])
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(megabytes):
            part.write(b" " * 1024 * 1024)
    return packed.getvalue()


def flate_bomb(megabytes: int) -> bytes:
    """A PDF of a few hundred kilobytes whose only drawing unpacks to spaces."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packer.flush()
    return files.pdf(packed.decode("latin-1"), coding="/Filter /FlateDecode")


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (files.pdf(files.line(WORDS), trailer=LOCKED), PDF, PASSWORD),
        (files.pdf(files.line(WORDS), pages=41), PDF, TOO_LARGE),
        (b"%PDF-1.7\nnothing more", PDF, DAMAGED),
        (files.pdf(""), PDF, NO_TEXT),
        (flate_bomb(1000), PDF, DAMAGED),
        (bomb("word/bomb.xml", 30), DOCX, TOO_MUCH),
        (files.zipped({f"word/{n}.xml": "" for n in range(2001)}), DOCX, TOO_MUCH),
        (files.docx(files.paragraph("<w:r>")), DOCX, DAMAGED),
        (files.zipped({"word/document.xml": BILLION + "<r>&b;</r>"}), DOCX, DAMAGED),
        (files.zipped({"word/other.xml": "<r/>"}), DOCX, DAMAGED),
        (files.docx("<w:p>" * 5000 + "</w:p>" * 5000), DOCX, DAMAGED),
        (files.odt("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), ODT, PASSWORD),
        (files.odt("<text:span>" * 5000 + "</text:span>" * 5000), ODT, DAMAGED),
        (files.zipped({"mimetype": ODT, "content.xml": "<r/>"}), ODT, DAMAGED),
    ],
    ids=[
        *(
            "locked pdf",
            "many pages",
            "cut pdf",
            "scan",
            "pdf bomb",
            "zip bomb",
            "many parts",
            "broken xml",
            "entities",
        ),
        *("no document", "deep docx", "locked odt", "deep odt", "no body"),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_with_the_reason(data: bytes, kind: str, reason: str) -> None:
    assert read(data, kind) == ResumeText(unread=reason)


def test_a_file_larger_than_any_resume_is_not_handed_on() -> None:
    assert read(b"x" * 2000, TEXT, given=1000).unread == TOO_LARGE


def test_a_drawing_without_end_costs_its_seconds_and_no_more() -> None:
    endless = files.line(WORDS) + "0 0 595 842 re 10 10 500 500 re f* /F 9 Tf\n" * 400_000
    assert read(files.pdf(endless), PDF, cpu_seconds=1).unread == TOO_MUCH


# The process that reads


def child_running(monkeypatch: pytest.MonkeyPatch, code: str) -> list[subprocess.Popen[bytes]]:
    """Instead of the reader a process runs ``code``: what a file that has taken it over could do. Those that were
    started are added to what is returned."""
    started = subprocess.Popen
    children: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        confined = "from jobboard_resume_text.limits import *; import os, signal, sys, time\n"
        children.append(started([sys.executable, "-P", "-c", confined + code], **options))
        return children[-1]

    monkeypatch.setattr(parent.subprocess, "Popen", start)
    return children


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", DAMAGED),
        ("sys.exit(3)", DAMAGED),
        ("confine(Limits(cpu_seconds=1))\nwhile True: pass", TOO_MUCH),
        ("confine(Limits(memory=10**8))\nb' ' * 10**9", DAMAGED),
        ("confine(Limits(answer=1000))\nsys.stdout.write('x' * 10**6)", DAMAGED),
        ("print('not json')", DAMAGED),
        ("print('[1, 2]')", DAMAGED),
        ("print('{\"text\": 5}')", DAMAGED),
    ],
    ids=["crash", "error", "spin", "memory", "flood", "noise", "list", "number"],
)
def test_whatever_the_process_does_the_request_goes_on(monkeypatch: pytest.MonkeyPatch, code: str, reason: str) -> None:
    child_running(monkeypatch, code)
    assert read(b"x", TEXT).unread == reason


def test_what_the_process_writes_can_be_kept_whatever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    child_running(monkeypatch, r"""sys.stdout.write('{"text": "a\\u0000b\\ud800c\\u001b\\r\\nd", "hidden": "yes"}')""")
    assert read(b"x", TEXT) == ResumeText("a bc \nd")


def test_the_process_sees_nothing_of_the_hosts_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    child_running(monkeypatch, "import json; print(json.dumps({'text': ' '.join(sorted(os.environ))}))")
    assert "DATABASE_PASSWORD" not in read(b"x", TEXT).text


def test_a_process_that_is_over_its_time_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    children = child_running(monkeypatch, "time.sleep(600)")
    assert read(b"x", TEXT, wall_seconds=0.1).unread == TOO_MUCH
    with pytest.raises(ProcessLookupError):
        os.kill(children[0].pid, 0)


def test_no_more_than_two_files_are_read_at_a_time() -> None:
    waiting = ThrowAwayReader(Limits(wall_seconds=0.01))
    gate, inside = threading.Event(), threading.Semaphore(0)

    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            inside.release()
            gate.wait()
            return b""

    others = [threading.Thread(target=waiting.read, args=(Slow(), TEXT)) for _ in range(parent.AT_ONCE)]
    for other in others:
        other.start()
        inside.acquire()
    assert waiting.read(BytesIO(b"x"), TEXT).unread == BUSY
    gate.set()
    for other in others:
        other.join()


def test_a_machine_that_starts_no_process_still_takes_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent.sys, "executable", "/nowhere/python")
    assert read(b"x", TEXT).unread == "the reader did not start"
