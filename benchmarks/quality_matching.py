"""How well matching ranks kept people, by a truth that matching never sees. Reference: BM25 over titles and skills.

``python benchmarks/quality_matching.py [--people 2600] [--openings 50] [--split tune|hold] [--seed 7]``
Prints nDCG@10 with levels read from titles and with declared levels, and how often the first ten hold somebody for
whom the job is no better than the one they came for.
"""

import argparse
import json
import logging
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from math import log
from statistics import mean
from typing import Any

from bench_surfacing_board import a_board

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.surface_many import everybody_for
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.kept_world import Opening, World, ndcg, not_better

Ranking = Callable[[Opening], list[str]]


def load(board: BoardState, world: World, *, declared: bool) -> None:
    """The world's files, imported as a firm would."""
    people = import_candidates(board, (json.dumps(person.line) for person in world.people), actor=SYSTEM)
    jobs = import_jobs(board, (json.dumps(_opening_line(each, declared)) for each in world.openings), actor=SYSTEM)
    assert (people.added, jobs.added) == (len(world.people), len(world.openings)), (people, jobs)


def _opening_line(opening: Opening, declared: bool) -> dict[str, Any]:
    return {key: value for key, value in opening.line.items() if declared or key != "jobboard:level"}


def ours(board: BoardState) -> Ranking:
    """The ranking of the live system."""

    def rank(opening: Opening) -> list[str]:
        session = board.session()
        job = find_job(session, given.scope(board), opening.id)
        found = everybody_for(session, job, policy(board), limit=10)
        ranked = [str(match.kept.candidate.external_id) for match in found]
        session.expunge_all()
        return ranked

    return rank


def bm25(world: World) -> Ranking:
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

    def rank(opening: Opening) -> list[str]:
        query = _words(opening.line["title"], *(row["name"] for row in opening.line["skills"]))
        return sorted(documents, key=lambda each: -score(documents[each], query))[:10]

    return rank


def _terms(line: dict[str, Any]) -> list[str]:
    return _words(*(row["position"] for row in line["work"]), *(row["name"] for row in line["skills"]))


def _words(*texts: str) -> list[str]:
    return re.findall(r"[a-z0-9+#]+", " ".join(texts).casefold())


def measured(world: World, rank: Ranking, *, worst: int = 0) -> tuple[float, float]:
    """nDCG@10 over the openings that somebody fits, and the share of "not better" in the first ten."""
    people, scores, wrong, shown = {person.id: person for person in world.people}, [], 0, 0
    for opening in world.openings:
        ranked = rank(opening)
        value = ndcg(ranked, world.relevance(opening))
        if value is not None:
            scores.append((value, opening))
        shown += len(ranked)
        wrong += sum(not_better(people[each], opening) for each in ranked)
    for value, opening in sorted(scores, key=lambda pair: pair[0])[:worst]:
        print(f"    {value:.2f} {opening.id} {opening.line['title']} ({opening.field.key}, {opening.level})")
    return mean(value for value, _ in scores), wrong / max(1, shown)


def main() -> None:
    """Build the world, load it twice, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=2600)
    asked.add_argument("--openings", type=int, default=50)
    asked.add_argument("--split", default="")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--worst", type=int, default=0)
    options = asked.parse_args()
    logging.disable(logging.WARNING)
    world = World(people=options.people, openings=options.openings, split=options.split, seed=options.seed)
    print("BM25 on title and skills: nDCG@10 {:.3f}, not better {:.3f}".format(*measured(world, bm25(world))))
    for declared in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            board = a_board(folder)
            load(board, world, declared=declared)
            name = "declared levels" if declared else "inferred levels"
            print(
                "{}: nDCG@10 {:.3f}, not better {:.3f}".format(name, *measured(world, ours(board), worst=options.worst))
            )
            board.session.remove()


if __name__ == "__main__":
    main()
