"""Both engines keep the promises of the port, and filters count as a person would count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobboard.search.memory import MemorySearch
from jobboard.search.query import FACETS
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing.search import SearchConformance, ask, counted, many_documents


class TestMemorySearch(SearchConformance):
    @pytest.fixture
    def backend(self):
        return MemorySearch()


class TestWhooshSearch(SearchConformance):
    @pytest.fixture
    def backend(self, tmp_path: Path):
        engine = WhooshSearch(tmp_path / "index")
        engine.rebuild([])
        yield engine
        engine.close()


DOCUMENTS = many_documents(90)
CHOICES = {facet: sorted({v for d in DOCUMENTS for v in d.facet_values(facet)} | {"nobody"}) for facet in FACETS}
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        facet: st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)
        for facet, values in CHOICES.items()
    },
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Both engines with the same documents, Whoosh's in several segments."""
    whoosh, memory = WhooshSearch(tmp_path_factory.mktemp("index")), MemorySearch()
    whoosh.rebuild(DOCUMENTS[:70])
    whoosh.update(DOCUMENTS[70:], removed=[])
    whoosh.update([DOCUMENTS[3], DOCUMENTS[88]])
    memory.rebuild(DOCUMENTS)
    return whoosh, memory


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=FILTERS)
def test_filters_and_facets_equal_a_brute_force_count(engines, filters) -> None:
    for engine in engines:
        page = ask(engine, filters=filters)
        assert {hit.id for hit in page.hits} == {d.id for d in counted(DOCUMENTS, filters=filters, facet=None)}
        for facet in FACETS:
            kept = counted(DOCUMENTS, filters=filters, facet=facet)
            tally = Counter(value for d in kept for value in d.facet_values(facet))
            assert {found.value: found.count for found in page.facets[facet]} == dict(tally)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.text(alphabet="ab \"-+#./'&*(nurse", max_size=60))
def test_any_text_at_all_gets_an_answer(engines, text) -> None:
    for engine in engines:
        assert ask(engine, text).total >= 0
        assert engine.status().healthy
