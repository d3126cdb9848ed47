"""Who fits is found first: floors in small markets with the truth known. ``benchmarks/quality_matching.py`` measures
the whole."""

import json
from statistics import mean
from types import ModuleType

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.flows.policy import policy
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.look import everybody_for
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support import kept_world, ladder_world
from tests.support.databases import shared_out
from tests.support.kept_world import ndcg
from tests.support.market import not_better

ENOUGH = 0.75


@shared_out("market", sqlite=ladder_world, postgresql=kept_world)
def test_who_fits_comes_first_and_nobody_for_whom_it_is_no_better(board: BoardState, market: ModuleType) -> None:
    world = market.World(people=400, openings=16, seed=5)
    import_candidates(board, (json.dumps(person.line) for person in world.people), actor=SYSTEM)
    import_jobs(board, (json.dumps(opening.line) for opening in world.openings), actor=SYSTEM)
    people, scores = {person.id: person for person in world.people}, []
    for opening in world.openings:
        job = find_job(board.session(), given.scope(board), opening.id)
        found = everybody_for(board.session(), job, policy(board), limit=10)
        ranked = [str(match.kept.candidate.external_id) for match in found]
        assert not [key for key in ranked if not_better(people[key], opening)]
        scores.append(ndcg(ranked, world.relevance(opening)))
    assert mean(score for score in scores if score is not None) >= ENOUGH
