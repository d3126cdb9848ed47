"""How well matching ranks kept people, by truths that matching never sees. Reference: BM25 over titles and skills.

``python benchmarks/quality_matching.py [--world kept|listed|ladder] [--people 2600] [--openings 50] [--seed 7]
[--origins declared|read] [--worst 5]``

Three worlds, built differently: ``kept`` (British) and ``ladder`` (the ladders of real trades), each with a part used
for tuning and a part held back, and ``listed`` (American, from occupation data; needs the folder that
``JOBBOARD_DATA`` names). For each it prints nDCG@10 with the jobs' levels read from titles and with declared ones,
how often the first ten hold somebody for whom the job is no better than the one they came for, and what share of the
people worth a call each gate shuts out. ``--origins read`` leaves out the level of the jobs that people came for, so
that it is read from its title.
"""

import argparse
import json
import logging
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import log
from statistics import mean
from types import ModuleType
from typing import Any

from bench_surfacing_board import a_board
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.look import as_open, everybody_for, people_for
from jobboard.keep_on_file.matching.facts import KeptPerson
from jobboard.keep_on_file.matching.gates import run_gates
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.keep_on_file.queries import kept_loaded
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support import kept_world, ladder_world, listed_world
from tests.support.kept_world import ndcg
from tests.support.market import not_better

Ranking = Callable[[Any], list[str]]
WORTH_A_CALL = 2
"""The grade from which on a person must not be shut out."""
WORLDS: Mapping[str, ModuleType] = {"kept": kept_world, "listed": listed_world, "ladder": ladder_world}


def load(board: BoardState, world: Any, *, origins_declared: bool) -> None:
    """The world's files, imported as a firm would; each opening twice, with its level declared and without."""
    lines = (person.line if origins_declared else _without_origin_levels(person.line) for person in world.people)
    people = import_candidates(board, map(json.dumps, lines), actor=SYSTEM)
    jobs = import_jobs(board, (json.dumps(line) for line in _openings(world)), actor=SYSTEM)
    assert (people.added, jobs.added) == (len(world.people), 2 * len(world.openings)), (people, jobs)


def _without_origin_levels(line: Mapping[str, Any]) -> dict[str, Any]:
    told = line["meta"]["jobboard"]
    came_for = [{key: value for key, value in row.items() if key != "jobLevel"} for row in told["applications"]]
    return {**line, "meta": {"jobboard": {**told, "applications": came_for}}}


def _openings(world: Any) -> Iterator[dict[str, Any]]:
    for opening in world.openings:
        yield opening.line | {"identifier": _key(opening, declared=True)}
        inferred = {key: value for key, value in opening.line.items() if key != "jobboard:level"}
        yield inferred | {"identifier": _key(opening, declared=False)}


def _key(opening: Any, *, declared: bool) -> str:
    return f"{opening.id}-{'declared' if declared else 'inferred'}"


def ours(board: BoardState, *, declared: bool) -> Ranking:
    """The ranking of the live system."""

    def rank(opening: Any) -> list[str]:
        session = board.session()
        job = find_job(session, given.scope(board), _key(opening, declared=declared))
        found = everybody_for(session, job, policy(board), limit=10)
        ranked = [str(match.kept.candidate.external_id) for match in found]
        session.expunge_all()
        return ranked

    return rank


def bm25(world: Any) -> Ranking:
    """Okapi BM25 (k1 1.2, b 0.75) over the titles and skills of everybody, job title and skills as the query."""
    documents = {person.id: _terms(person.line) for person in world.people}
    frequency = Counter(term for terms in documents.values() for term in set(terms))
    length = mean(len(terms) for terms in documents.values())

    def score(terms: list[str], query: list[str]) -> float:
        counts, total = Counter(terms), 0.0
        for term in query:
            if term in counts:
                rarity = log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5))
                total += rarity * counts[term] * 2.2 / (counts[term] + 1.2 * (0.25 + 0.75 * len(terms) / length))
        return total

    def rank(opening: Any) -> list[str]:
        query = _words(opening.line["title"], *sorted(opening.skills))
        return sorted(documents, key=lambda each: -score(documents[each], query))[:10]

    return rank


def _terms(line: Mapping[str, Any]) -> list[str]:
    return _words(*(row["position"] for row in line["work"]), *(row["name"] for row in line["skills"]))


def _words(*texts: str) -> list[str]:
    return re.findall(r"[a-z0-9+#]+", " ".join(texts).casefold())


def measure(name: str, world: Any, rank: Ranking, *, worst: int = 0) -> None:
    """Print nDCG@10 over the openings that somebody fits, by split, and the share of "not better" in the first ten."""
    people = {person.id: person for person in world.people}
    scores: dict[str, list[tuple[float, Any]]] = {}
    wrong = shown = 0
    for opening in world.openings:
        ranked = rank(opening)
        value = ndcg(ranked, world.relevance(opening))
        if value is not None:
            scores.setdefault(getattr(opening.field, "split", "all"), []).append((value, opening))
        shown += len(ranked)
        wrong += sum(not_better(people[each], opening) for each in ranked)
    by_split = ", ".join(f"{split} {mean(value for value, _ in found):.3f}" for split, found in sorted(scores.items()))
    print(f"  {name}: nDCG@10 {by_split}; not better {wrong / max(1, shown):.3f}", flush=True)
    every = [pair for found in scores.values() for pair in found]
    for value, opening in sorted(every, key=lambda pair: pair[0])[:worst]:
        print(f"    {value:.2f} {opening.id} {opening.line['title']} ({opening.field.key}, level {opening.level})")


def shut_out(board: BoardState, world: Any) -> None:
    """Print what share of the people worth a call each gate shuts out, levels declared."""
    lost, total, people, rules = Counter[str](), 0, dict(_everybody(board)), policy(board)
    for opening in world.openings:
        session = board.session()
        wanted = as_open(session, find_job(session, given.scope(board), _key(opening, declared=True)))
        for key, grade in world.relevance(opening).items():
            if grade >= WORTH_A_CALL:
                failed = [gate.name for gate in run_gates(people[key], wanted, rules) if not gate.passed]
                lost.update(failed + ["any"] * bool(failed))
                total += 1
        session.expunge_all()
    shares = ", ".join(f"{name} {count / total:.3f}" for name, count in lost.most_common())
    print(f"  shut out of {total} worth a call: {shares or 'nobody'}", flush=True)


def _everybody(board: BoardState) -> Iterator[tuple[str, KeptPerson]]:
    session, last = board.session(), 0
    statement = (
        select(KeptCandidate)
        .where(KeptCandidate.board == board.name)
        .options(*kept_loaded())
        .order_by(KeptCandidate.id)
        .limit(200)
    )
    while rows := session.scalars(statement.where(KeptCandidate.id > last)).unique().all():
        last, names = rows[-1].id, {row.id: str(row.candidate.external_id) for row in rows}
        yield from ((names[person.kept_id], person) for person in people_for(session, rows, policy(board)))
        session.expunge_all()


def worlds(options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    """The worlds asked for that can be built here."""
    size = {"people": options.people, "openings": options.openings, "seed": options.seed}
    for name, module in WORLDS.items():
        buildable = name != "listed" or os.environ.get("JOBBOARD_DATA")
        if buildable and options.world in ("", name):
            yield name, module.World(**size)


def main() -> None:
    """Build each world, load it, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=2600)
    asked.add_argument("--openings", type=int, default=50)
    asked.add_argument("--world", default="", choices=("", *WORLDS))
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--origins", default="declared", choices=("declared", "read"))
    asked.add_argument("--worst", type=int, default=0)
    options = asked.parse_args()
    logging.disable(logging.WARNING)
    for name, world in worlds(options):
        size = f"{len(world.people)} people, {len(world.openings)} openings"
        print(f"{name}: {size}, seed {options.seed}, levels of the jobs they came for {options.origins}")
        measure("BM25 on title and skills", world, bm25(world))
        with tempfile.TemporaryDirectory() as folder:
            board = a_board(folder)
            load(board, world, origins_declared=options.origins == "declared")
            for declared in (False, True):
                said = "levels declared" if declared else "levels read from titles"
                measure(said, world, ours(board, declared=declared), worst=options.worst)
            shut_out(board, world)
            board.session.remove()


if __name__ == "__main__":
    main()
