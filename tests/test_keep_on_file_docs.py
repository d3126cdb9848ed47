"""What a recruiter is told about keeping on file is what the code does."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.web.recruit.present_ledger import COLUMNS

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "keep-on-file.md").read_text(encoding="utf-8")
PICTURE = ElementTree.parse(DOCS / "images" / "gates.svg").getroot()
SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = {13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen"}
UNSEEN = {"name", "age", "birth", "gender", "photo", "nationality", "postcode", "postal_code", "graduation"}


def drawn() -> list[tuple[str, list[str]]]:
    """Each gate of the picture: its name and its texts."""
    gates = [group for group in PICTURE.iter(f"{SVG}g") if "data-gate" in group.attrib]
    return [(gate.attrib["data-gate"], [text.text or "" for text in gate.iter(f"{SVG}text")]) for gate in gates]


def test_the_picture_has_every_gate_in_order_under_its_own_words() -> None:
    assert [(name, texts[0], texts[1]) for name, texts in drawn()] == [
        (gate.name, str(number), gate.label) for number, gate in enumerate(GATES, start=1)
    ]


def test_the_picture_says_which_gates_are_always_on() -> None:
    assert [name for name, texts in drawn() if "always on" in texts] == [gate.name for gate in GATES if gate.always_on]


def test_the_picture_is_readable_in_the_dark_and_without_eyes() -> None:
    text = (DOCS / "images" / "gates.svg").read_text(encoding="utf-8")
    assert "prefers-color-scheme: dark" in text
    assert PICTURE.find(f"{SVG}title") is not None
    description = PICTURE.find(f"{SVG}desc")
    assert description is not None
    assert f"{len(GATES)} gates" in (description.text or "")
    assert NUMBERS[len(GATES)] in PAGE.split("](images/gates.svg)")[0].rpartition("![")[2]


def test_the_page_has_every_gate_in_order_under_its_own_words() -> None:
    rows = re.findall(r"^\| (\d+) \| \*\*(.+?)\*\* \|", PAGE, re.MULTILINE)
    assert rows == [(str(number), gate.label) for number, gate in enumerate(GATES, start=1)]


def test_the_page_says_what_each_figure_of_the_ledger_counts() -> None:
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", PAGE, re.MULTILINE) == list(COLUMNS)


def test_every_figure_means_on_the_page_of_reports_what_the_document_says() -> None:
    template = (DOCS.parent / "jobboard/web/templates/jobboard/recruit/ledger.html").read_text(encoding="utf-8")
    meanings = dict(re.findall(r"<dt>([^<{]+)</dt><dd>([^<{]+)</dd>", template.split('id="mean"')[1]))
    assert list(meanings) == list(COLUMNS)
    for name, said in re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \|$", PAGE, re.MULTILINE):
        assert meanings[name].split(".")[0].split(":")[0] == said.split(".")[0].split(":")[0]


@pytest.mark.parametrize("facts", [KeptPerson, OpenJob])
def test_what_the_page_says_is_never_used_is_not_among_the_facts(facts: type) -> None:
    assert not UNSEEN & set(facts.__dataclass_fields__)  # type: ignore[attr-defined] # both are dataclasses


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (DOCS / target).exists()
