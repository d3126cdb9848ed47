"""Searches of real postings are answered as a reader judged: floors well below what is measured, above what others get.

``benchmarks/quality_search.py`` prints the figures, and those of Whoosh as it comes and of SQLite FTS5.
"""

from __future__ import annotations

from statistics import mean

import pytest

from jobboard.search.query import SearchQuery
from jobboard.search.whoosh_backend import WhooshSearch
from tests.support.judged_searches import (
    FILES,
    NOW,
    SPLITS,
    documents,
    is_spelled_right,
    judged_searches,
    plain_words,
    with_one_slip,
)
from tests.support.kept_world import ndcg

pytestmark = pytest.mark.realdata

ENOUGH, SURVIVES_A_SLIP = 0.82, 0.9


@pytest.fixture(scope="module", params=FILES)
def judged(request, tmp_path_factory):
    """A set's searches, its postings, and a search over them."""
    held = documents(request.param)
    engine = WhooshSearch(tmp_path_factory.mktemp(request.param))
    engine.rebuild(held)
    yield (
        judged_searches(request.param),
        held,
        lambda text: [hit.id for hit in engine.search(SearchQuery(text, now=NOW, limit=10)).hits],
    )
    engine.close()


@pytest.mark.parametrize("split", SPLITS)
def test_both_halves_are_answered_well_and_nothing_answerable_comes_back_empty(judged, split: str) -> None:
    searches, _, search = judged
    answerable = [each for each in searches if each.split == split and each.is_answerable]
    found = {each.text: search(each.text) for each in answerable}
    assert [text for text, ids in found.items() if not ids] == []
    assert mean(ndcg(found[each.text], each.grades) for each in answerable) >= ENOUGH


def test_what_nobody_offers_comes_back_empty(judged) -> None:
    searches, _, search = judged
    unanswerable = [each.text for each in searches if not each.is_answerable]
    assert len(unanswerable) >= 10
    noisy = [text for text in unanswerable if search(text)]
    assert len(noisy) <= len(unanswerable) // 10, noisy


def test_a_slip_of_the_finger_costs_little(judged) -> None:
    searches, held, search = judged
    known = plain_words(held)
    clean = [each for each in searches if each.is_answerable and is_spelled_right(each, known)][::3]
    slipped = [ndcg(search(text), each.grades) for each in clean for text in with_one_slip(each.text)]
    spelled = [ndcg(search(each.text), each.grades) for each in clean]
    assert mean(slipped) >= SURVIVES_A_SLIP * mean(spelled)
