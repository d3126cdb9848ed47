"""Real postings, long bulletins full of boilerplate and short damaged ones. They are never copied into the project."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobboard.search.documents import JobDocument
from jobboard.search.query import SearchQuery
from jobboard.search.whoosh_backend import WhooshSearch

DATA = Path(os.environ.get("JOBBOARD_DATA") or Path(__file__).parents[2] / "shared" / "data")
FILES = {"bulletins": "la_jobs.jsonl", "short": "nyc_jobs.jsonl"}
NOW = datetime(2020, 1, 1, tzinfo=UTC)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="JOBBOARD_DATA names no folder with the real postings"),
]

# A query, and what a person would call a full answer to it, as a pattern of the title.
BULLETINS = r"""
accountant => accountant
registered nurse => correctional nurse|occupational health nurse
LVN => vocational nurse
fire inspector => fire (sprinkler )?inspector
fireman => firefighter
plumer => plumb
janitor => custod
zookeeper => animal keeper
cfo => chief financial
gis => geographic information
x-ray technician => x-ray
xray tech => x-ray
911 operator => communications operator|police service|dispatch
dog catcher => animal control
engineer -civil => ^(?!.*civil).*engineer
hvac => heating
building inspecter => inspector
harbor pilot => port pilot
garbage => refuse|solid resources
senior accountant => senior accountant
elevator => elevator
bus driver => bus operator
"""
SHORT = r"""
lawyer => attorney|counsel
IT manager => \bIT\b|computer systems manager
enginer civil => civil engineer
RN => nurse
public health nurse => public health nurse
gis => \bgis\b|geographic
HR => human resource|\bhr\b
PM => (project|product|program) manager
dba => \bdba\b|database
janitor => custod|clean|caretaker
programmer => developer|programmer
secretery => secretary
archetect => architect
machanical engineer => mechanical
sewage treatment worker => sewage|wastewater
manager -project => ^(?!.*project).*manager
policy analyst => policy
ehs => \behs\b|environmental health and safety
cybersecurity => security
college student => college|student|intern
bookeeper => bookkeeper
"""
JUDGED = {
    name: dict(line.split(" => ") for line in table.strip().splitlines())
    for name, table in {"bulletins": BULLETINS, "short": SHORT}.items()
}


def postings(name: str) -> Iterator[JobDocument]:
    """The postings of one file as the jobs package would hand them to an engine."""
    for line in (DATA / FILES[name]).read_text(encoding="utf-8").splitlines():
        posting = json.loads(line)
        organization, address = posting["hiringOrganization"], posting["jobLocation"]["address"]
        texts = [posting.get(key) or "" for key in ("description", "qualifications")]
        yield JobDocument(
            id=posting["identifier"]["value"],
            title=posting["title"],
            organization=organization["name"],
            text="\n".join([*texts, organization.get("department", ""), posting.get("industry", "")]),
            skills=tuple(filter(None, [posting.get("skills")])),
            function=None,
            level_rank=None,
            employment_types=tuple(posting.get("employmentType", ())),
            work_mode=None,
            places=(address["addressLocality"],),
            regions=(address["addressRegion"],),
            pay_year_min=None,
            pay_year_max=None,
            currency="USD",
            posted_at=datetime.fromisoformat(posting.get("datePosted", "2018-01-01")).replace(tzinfo=UTC),
            valid_through=None,
        )


@pytest.fixture(scope="module", params=FILES)
def real(request, tmp_path_factory):
    """One file's name, its postings by id, and an engine that holds them."""
    held = {document.id: document for document in postings(request.param)}
    engine = WhooshSearch(tmp_path_factory.mktemp(request.param))
    assert engine.rebuild(held.values()) == len(held)
    yield request.param, held, engine
    engine.close()


def gain(grades: list[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


def test_the_judged_queries_are_answered_well(real) -> None:
    name, held, engine = real
    quality = {}
    for text, pattern in JUDGED[name].items():
        good = {key for key, document in held.items() if re.search(pattern, document.title, re.IGNORECASE)}
        hits = engine.search(SearchQuery(text, now=NOW, limit=10)).hits
        quality[text] = gain([hit.id in good for hit in hits]) / gain([1] * len(good))
    assert min(quality.values()) > 0.35, quality
    assert sum(quality.values()) / len(quality) > 0.85, quality


def test_every_title_finds_its_posting_on_the_first_page(real) -> None:
    _, held, engine = real
    for document in list(held.values())[::9]:
        titles = [
            held[hit.id].title.casefold() for hit in engine.search(SearchQuery(document.title[:150], now=NOW)).hits
        ]
        assert document.title.casefold() in titles


def test_words_deep_in_a_text_find_it(real) -> None:
    name, held, engine = real
    word, key = {"bulletins": ("telephony", "LA-9206"), "short": ("epidemiology", "137433")}[name]
    assert key in held
    assert key in {hit.id for hit in engine.search(SearchQuery(word, now=NOW, limit=60)).hits}


def test_snippets_of_real_texts_are_short_and_safe(real) -> None:
    _, _, engine = real
    for hit in engine.search(SearchQuery("engineer manager health", now=NOW, limit=60)).hits:
        bare = re.sub(r"</?mark>", "", str(hit.snippet))
        assert "<" not in bare
        assert "â€" not in bare
        assert len(bare) < 700
