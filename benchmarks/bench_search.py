"""The search page's engine against SQLite FTS5 on the same documents, queries, filters and four facets, in one run.

``python benchmarks/bench_search.py [--documents 10000 100000]``

CPU time of the process, p50 and p95 over the queries. Memory is what a process holds that has opened the index and
asked all queries, and nothing else; both import the same. ``first`` asks terms never asked before; ``warm`` asks the
same again. FTS5 is given the same words with OR, the same weights of the fields and the same filters as columns of an
ordinary table; it counts and ranks all it finds, as a page needs.
"""

import argparse
import gc
import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from many_jobs import NOW, documents

from jobboard.search.documents import JobDocument
from jobboard.search.query import SearchQuery
from jobboard.search.whoosh_backend import WhooshSearch

FACETS = ("function", "level", "work_mode", "organization")
"""The four that FTS5 counts as well."""
QUERIES = 60
KINDS = ("words", "filtered", "browsing", "phrases")
Figures = dict[str, float]
clock = time.process_time


class Engine(Protocol):
    """What is measured."""

    def build(self, held: Iterable[JobDocument]) -> None: ...

    def ask(self, query: SearchQuery) -> int: ...


class Ours:
    """The embedded default."""

    def __init__(self, folder: Path) -> None:
        self.engine = WhooshSearch(folder / "whoosh")

    def build(self, held: Iterable[JobDocument]) -> None:
        """A new generation."""
        self.engine.rebuild(held)

    def ask(self, query: SearchQuery) -> int:
        """How many are found."""
        return self.engine.search(query).total


class Fts5:
    """The reference: an FTS5 table beside a table of facts."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts.sqlite")
        self.db.executescript(
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING"
            " fts5(title, skills, organization, facts, body, tokenize='porter unicode61');"
            "CREATE TABLE IF NOT EXISTS job(id INTEGER PRIMARY KEY, public_id, function, level, work_mode,"
            " organization, place, pay, posted, valid);"
            "CREATE TABLE IF NOT EXISTS kind(job, employment_type);"
        )

    def build(self, held: Iterable[JobDocument]) -> None:
        """One transaction, then the tidying a careful user does."""
        with self.db:
            for number, document in enumerate(held):
                self._add(number, document)
        self.db.execute("INSERT INTO words(words) VALUES('optimize')")
        for name in ("function", "level", "work_mode", "organization", "pay", "posted", "valid"):
            self.db.execute(f"CREATE INDEX ix_{name} ON job({name})")
        self.db.execute("ANALYZE")

    def _add(self, number: int, one: JobDocument) -> None:
        self.db.execute(
            "INSERT INTO words(rowid, title, skills, organization, facts, body) VALUES(?,?,?,?,?,?)",
            (number, one.title, " ".join(one.skills), one.organization, one.facts, one.readable_text),
        )
        valid = one.valid_through.timestamp() if one.valid_through else 9e12
        place = one.places[0] if one.places else None
        self.db.execute(
            "INSERT INTO job VALUES(?,?,?,?,?,?,?,?,?,?)",
            (number, one.id, one.function, one.level_rank, one.work_mode, one.organization, place, one.pay_year_max,
             one.posted_at.timestamp(), valid),
        )  # fmt: skip

    def ask(self, query: SearchQuery) -> int:
        """Twenty hits with a snippet, the count, four facets each with the other filters kept."""
        match, where, values = self._conditions(query)
        source = "words JOIN job ON job.id = words.rowid" if match else "job"
        self.db.execute("DROP TABLE IF EXISTS temp.found")
        rank = "bm25(words, 4, 1.8, 1, 1, 0.8)" if match else "-posted"
        self.db.execute(
            f"CREATE TEMP TABLE found AS SELECT job.id AS id, {rank} AS score FROM {source}"
            f" WHERE valid >= ?{' AND words MATCH ?' if match else ''}",
            (query.now.timestamp(), *([match] if match else [])),
        )
        chosen = " AND ".join(where.values()) or "1"
        flat = [value for each in values.values() for value in each]
        total = self.db.execute(f"SELECT count(*) FROM found JOIN job USING(id) WHERE {chosen}", flat).fetchone()[0]
        top = self.db.execute(
            f"SELECT id FROM found JOIN job USING(id) WHERE {chosen} ORDER BY score, posted DESC LIMIT 20", flat
        ).fetchall()
        for (key,) in top if match else ():
            self.db.execute(
                "SELECT snippet(words, 4, '<mark>', '</mark>', '…', 40) FROM words WHERE rowid = ? AND words MATCH ?",
                (key, match),
            ).fetchall()
        for facet in FACETS:
            others = " AND ".join(condition for name, condition in where.items() if name != facet) or "1"
            kept = [value for name, each in values.items() if name != facet for value in each]
            self.db.execute(
                f"SELECT {facet}, count(*) FROM found JOIN job USING(id) WHERE {others} GROUP BY {facet}", kept
            ).fetchall()
        return int(total)

    def _conditions(self, query: SearchQuery) -> tuple[str, dict[str, str], dict[str, list[object]]]:
        pieces = query.text.split('"')
        words = [f'"{word}"' for piece in pieces[::2] for word in piece.split()]
        phrases = [f'"{piece}"' for piece in pieces[1::2]]
        match = " AND ".join(filter(None, [" AND ".join(phrases), f"({' OR '.join(words)})" if words else ""]))
        where = {name: f"{name} IN ({','.join('?' * len(each))})" for name, each in query.filters.items()}
        values: dict[str, list[object]] = {name: list(each) for name, each in query.filters.items()}
        if query.pay_at_least is not None:
            where["pay"], values["pay"] = "pay >= ?", [query.pay_at_least]
        if query.posted_since is not None:
            where["posted"], values["posted"] = "posted >= ?", [query.posted_since.timestamp()]
        return match, where, values


@dataclass(frozen=True)
class Asked:
    """Queries of each kind; every one has words of its own."""

    words: list[SearchQuery]
    filtered: list[SearchQuery]
    browsing: list[SearchQuery]
    phrases: list[SearchQuery]


def asked(held: Sequence[JobDocument], *, seed: int = 11) -> Asked:
    """What people type: two or three words of a title, of a text, with filters, in quotes."""
    dice = random.Random(seed)  # data to measure with
    some = dice.sample(held, QUERIES * 4)
    words = [SearchQuery(_some_words(one.title, dice), now=NOW) for one in some[: QUERIES // 2]]
    words += [SearchQuery(_some_words(one.text[:900], dice), now=NOW) for one in some[QUERIES // 2 : QUERIES]]
    filtered = [
        replace(SearchQuery(_some_words(one.title, dice), now=NOW), **_filters(one, dice))
        for one in some[QUERIES : 2 * QUERIES]
    ]
    browsing = [SearchQuery(now=NOW, **_filters(one, dice)) for one in some[2 * QUERIES : 3 * QUERIES]]
    phrases = [SearchQuery(f'"{_pair(one.text)}"', now=NOW) for one in some[3 * QUERIES :]]
    return Asked(words, filtered, browsing, phrases)


def _some_words(text: str, dice: random.Random) -> str:
    words = [word.strip(".,;:()\"'").lower() for word in text.split()]
    usable = [word for word in words if len(word) > 3 and word.isalpha()] or ["manager"]
    return " ".join(dice.sample(usable, min(len(usable), dice.randint(1, 3))))


def _pair(text: str) -> str:
    words = [word for word in text.split() if word.isalpha()]
    at = len(words) // 2
    return " ".join(words[at : at + 2]).lower()


def _filters(one: JobDocument, dice: random.Random) -> dict[str, object]:
    chosen: dict[str, object] = {"filters": {"function": (one.function or "",)}}
    if dice.random() < 0.5:
        chosen["filters"] = {"function": (one.function or "",), "work_mode": ("onsite", "hybrid")}
    if dice.random() < 0.3:
        chosen["pay_at_least"] = 3_000_000
    return chosen


def timed(engine: Engine, queries: Sequence[SearchQuery]) -> list[float]:
    """CPU milliseconds of each."""
    spent = []
    for query in queries:
        start = clock()
        engine.ask(query)
        spent.append((clock() - start) * 1000)
    return spent


def spread(spent: Sequence[float]) -> tuple[float, float]:
    """(p50, p95)."""
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def measured(call: Callable[[], None]) -> float:
    """CPU seconds of one call."""
    gc.collect()
    start = clock()
    call()
    return clock() - start


def resident() -> float:
    """Megabytes this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_searching(engine: type[Ours | Fts5], folder: Path, questions: Asked) -> float:
    """Megabytes that a process holds after opening what was built in ``folder`` and asking everything."""
    opened = engine(folder)
    for kind in KINDS:
        timed(opened, getattr(questions, kind))
    return resident()


def in_a_process_of_its_own(engine: type[Ours | Fts5], folder: Path, questions: Asked) -> float:
    """``resident_searching`` where nothing was built."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(resident_searching, engine, folder, questions).result()


def report(count: int, folder: Path) -> Figures:
    """Build both, ask both, print ratios of ours to FTS5; what ours took by what it was for."""
    held = list(documents(count))
    print(f"\n{count:,} documents, {sum(len(one.text) for one in held) / len(held):.0f} characters each")
    ours_here, fts5_here = Ours(folder), Fts5(folder)
    engines: dict[str, Ours | Fts5] = {"ours": ours_here, "fts5": fts5_here}
    built = {name: measured(lambda engine=engine: engine.build(held)) for name, engine in engines.items()}
    rate = {name: count / seconds for name, seconds in built.items()}
    print(
        f"build      ours {rate['ours']:8.0f}/s   fts5 {rate['fts5']:8.0f}/s   ratio {rate['ours'] / rate['fts5']:.2f}"
    )
    figures = {"build": built["ours"]}
    questions = asked(held)
    for kind in KINDS:
        queries = getattr(questions, kind)
        for when in ("first", "warm"):
            ours, fts5 = (spread(timed(engines[name], queries)) for name in ("ours", "fts5"))
            print(
                f"{kind:9}{when:6} ours p50 {ours[0]:7.1f} p95 {ours[1]:7.1f} ms   fts5 p50 {fts5[0]:7.1f}"
                f" p95 {fts5[1]:7.1f} ms   p50 {ours[0] / fts5[0]:5.2f}x p95 {ours[1] / fts5[1]:5.2f}x"
            )
            figures |= {f"{kind} {when} p50": ours[0], f"{kind} {when} p95": ours[1]}
    fts5_here.db.close()
    ours_holds, fts5_holds = (in_a_process_of_its_own(engine, folder, questions) for engine in (Ours, Fts5))
    print(f"memory     ours {ours_holds:6.0f} MB   fts5 {fts5_holds:6.0f} MB   {ours_holds / fts5_holds:.2f}x")
    one = replace(held[0], id="one-more")
    spent = measured(lambda: ours_here.engine.update([one]))
    print(f"one job more, CPU {spent * 1000:.0f} ms")
    return figures | {"memory": ours_holds, "one job more": spent}


def print_growth(smaller: tuple[int, Figures], larger: tuple[int, Figures]) -> None:
    """By how much each of our figures grows with the documents."""
    (few, before), (many, after) = smaller, larger
    print(f"\nfrom {few:,} to {many:,} documents, {many / few:.0f} times as many:")
    for name, figure in after.items():
        print(f"{name:20} {figure / before[name]:5.1f} times")


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    reported: list[tuple[int, Figures]] = []
    for count in parser.parse_args(argv).documents:
        with tempfile.TemporaryDirectory() as folder:
            reported.append((count, report(count, Path(folder))))
    for smaller, larger in pairwise(reported):
        print_growth(smaller, larger)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main(sys.argv[1:])
