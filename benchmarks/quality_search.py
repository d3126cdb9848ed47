"""How well searches of real postings are answered, as a reader judged them, against Whoosh as it comes and SQLite FTS5.

``python benchmarks/quality_search.py [--sets short long] [--engines whoosh memory] [--plugins NAME ...] [--worst N]``

Two sets (``tests/support/judged_searches.py``), each in a half used for tuning and a half held back. For every engine:
nDCG@10 of either half, the share of answerable searches that come back empty, the share of unanswerable ones that say
so, how much of its nDCG survives one slip of the finger, and the share of its first tens that was judged at all (what
was not counts as wrong). ``--engines`` takes any registered search backend. ``--worst`` names the worst of the half
used for tuning; the other is never shown search by search.
"""

import argparse
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from whoosh import fields, index
from whoosh.qparser import MultifieldParser

from jobboard.plugins import registry
from jobboard.search.documents import JobDocument
from jobboard.search.language import ENGLISH
from jobboard.search.query import SearchQuery
from jobboard.search.synonyms import our_synonyms
from tests.support.judged_searches import (
    FILES,
    NOW,
    SPLITS,
    JudgedSearch,
    documents,
    is_spelled_right,
    judged_searches,
    plain_words,
    with_one_slip,
)
from tests.support.kept_world import ndcg

Search = Callable[[str], list[str]]
"""The ids found for a text, best first, ten at most."""


class Answered(NamedTuple):
    """One judged search and what came back."""

    search: JudgedSearch
    found: list[str]

    @property
    def quality(self) -> float:
        """Its nDCG@10."""
        return ndcg(self.found, self.search.grades) or 0.0


def backend(name: str, plugins: Sequence[str]) -> Callable[[list[JobDocument], Path], Search]:
    """The registered search backend ``name``."""

    def build(held: list[JobDocument], folder: Path) -> Search:
        engine = registry.load(plugins).open_search(name, folder, our_synonyms(ENGLISH))
        engine.rebuild(held)
        return lambda text: [hit.id for hit in engine.search(SearchQuery(text, now=NOW, limit=10)).hits]

    return build


def whoosh_as_it_comes(held: list[JobDocument], folder: Path) -> Search:
    """Its own analyser, its own BM25F, its own parser over three fields."""
    folder.mkdir()
    texts = {name: fields.TEXT() for name in ("title", "organization", "text")}
    schema = fields.Schema(id=fields.ID(stored=True), **texts)
    written = index.create_in(str(folder), schema)
    writer = written.writer()
    for one in held:
        writer.add_document(id=one.id, title=one.title, organization=one.organization, text=_rest(one))
    writer.commit()
    searcher, parser = written.searcher(), MultifieldParser(list(texts), schema)
    return lambda text: [hit["id"] for hit in searcher.search(parser.parse(text), limit=10)]


def fts5(held: list[JobDocument], _folder: Path) -> Search:
    """SQLite's full text: stems, any of the words, the title worth eight times the text."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE job USING fts5(id UNINDEXED, title, organization, text, tokenize='porter unicode61')"
    )
    db.executemany("INSERT INTO job VALUES(?, ?, ?, ?)", [(d.id, d.title, d.organization, _rest(d)) for d in held])

    def search(text: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        ranked = "SELECT id FROM job WHERE job MATCH ? ORDER BY bm25(job, 0, 8, 2, 1) LIMIT 10"
        return [key for (key,) in db.execute(ranked, (wanted,))]

    return search


def _rest(one: JobDocument) -> str:
    return " ".join((one.readable_text, one.facts))


def survival(search: Search, answered: Iterable[Answered], known: frozenset[str]) -> float:
    """The nDCG of mistyped searches as a share of that of the same searches spelled right."""
    clean = [each for each in answered if each.search.is_answerable and is_spelled_right(each.search, known)]
    slipped = [Answered(each.search, search(text)) for each in clean for text in with_one_slip(each.search.text)]
    return mean(each.quality for each in slipped) / mean(each.quality for each in clean)


def line(search: Search, searches: Iterable[JudgedSearch], known: frozenset[str]) -> tuple[str, list[Answered]]:
    """One engine's line of the table, and its answers."""
    answers = [Answered(each, search(each.text)) for each in searches]
    answerable = [each for each in answers if each.search.is_answerable]
    halves = [mean(each.quality for each in answerable if each.search.split == split) for split in SPLITS]
    empty = mean(not each.found for each in answerable)
    honest = mean(not each.found for each in answers if not each.search.is_answerable)
    judged = mean(key in each.search.grades for each in answerable for key in each.found)
    kept = survival(search, answers, known)
    figures = "".join(f"{half:8.3f}" for half in halves)
    return f"{figures}{empty:8.1%}{honest:8.1%}{kept:8.1%}{judged:8.1%}", answers


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", choices=FILES, default=list(FILES))
    parser.add_argument("--engines", nargs="+", default=["whoosh", "memory"])
    parser.add_argument("--plugins", nargs="*", default=[])
    parser.add_argument("--worst", type=int, default=0)
    asked = parser.parse_args()
    engines = {f"{name} (ours)": backend(name, asked.plugins) for name in asked.engines}
    engines |= {"Whoosh as it comes": whoosh_as_it_comes, "SQLite FTS5": fts5}
    for name in asked.sets:
        searches, held = judged_searches(name), documents(name)
        print(f"{name}: {len(held)} postings, {len(searches)} searches")
        print(f"{'':20}{'tune':>8}{'hold':>8}{'empty':>8}{'honest':>8}{'slips':>8}{'judged':>8}")
        for title, build in engines.items():
            with tempfile.TemporaryDirectory() as folder:
                figures, answers = line(build(held, Path(folder) / "index"), searches, plain_words(held))
            print(f"{title:20}{figures}")
            _print_worst(answers, asked.worst)


def _print_worst(answers: Iterable[Answered], count: int) -> None:
    shown = [each for each in answers if each.search.split == "tune" and each.search.is_answerable]
    for each in sorted(shown, key=lambda answer: answer.quality)[:count]:
        print(f"    {each.quality:5.2f}  {each.search.text}")


if __name__ == "__main__":
    main()
