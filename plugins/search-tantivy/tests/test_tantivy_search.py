"""The port's whole promise, kept by tantivy; and what is its own: files that are damaged, and other processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jobboard_search_tantivy import TantivyPlugin, engine
from jobboard_search_tantivy.engine import TantivySearch

from jobboard.plugins import registry
from jobboard.search.generations import CURRENT
from jobboard.search.language import ENGLISH, language
from jobboard.search.port import IndexUnusable
from jobboard.search.query import Grammar
from jobboard.search.synonyms import our_synonyms
from jobboard.testing.search import SearchConformance, ask, found, job_document, many_documents


class TestTantivySearch(SearchConformance):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> Iterator[TantivySearch]:
        engine = TantivySearch(tmp_path / "index")
        engine.rebuild([])
        yield engine
        engine.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An index of 48 nurses and porters."""
    TantivySearch(tmp_path / "index").rebuild(many_documents())
    return tmp_path / "index"


def test_it_is_opened_by_its_name(home: Path) -> None:
    backend = registry.load([], [TantivyPlugin()]).open_search("tantivy", home, our_synonyms(ENGLISH))
    assert backend.status().documents == 48


def test_it_reads_the_language_of_the_board(home: Path) -> None:
    german = TantivySearch(home, synonyms=our_synonyms(language("de")))
    assert "for another language" in german.status().note
    german.rebuild([job_document(title="Leitende Ärzte"), job_document("other", title="Leiter der Buchhaltung")])
    assert found(german, "Arzt") == ["job"]
    assert set(found(german, "der")) == {"job", "other"}


@pytest.mark.parametrize("damage", [b"", b"noise", b"{}"])
def test_a_damaged_index_answers_with_nothing_until_it_is_built_anew(home: Path, damage: bytes) -> None:
    (home / (home / CURRENT).read_text().strip() / "meta.json").write_bytes(damage)
    broken = TantivySearch(home)
    assert not ask(broken, "nurse").answered
    assert not broken.status().healthy
    with pytest.raises(IndexUnusable, match="index rebuild"):
        broken.update([job_document()])
    broken.rebuild(many_documents())
    assert ask(broken, "nurse").total > 0
    assert broken.status().healthy


def test_an_update_never_makes_an_index_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        TantivySearch(tmp_path / "nowhere").update([job_document()])


def test_a_reader_sees_another_engines_commits(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOOK_EVERY", 0.0)
    reader, writer = TantivySearch(home), TantivySearch(home)
    assert "new" not in reader.ids()
    writer.update([job_document("new", title="Welder")], removed=["job-001"])
    assert found(reader, "welder") == ["new"]
    assert "job-001" not in reader.ids()
    writer.rebuild(many_documents(5))
    assert len(reader.ids()) == 5
    assert len(list(home.glob("generation-*"))) == 1


def test_a_slip_is_understood_and_a_better_spelling_offered(home: Path) -> None:
    writer = TantivySearch(home)
    writer.update([job_document(f"m{n}", title="Marketing Manager") for n in range(3)])
    page = ask(writer, "marketting")
    assert {hit.id for hit in page.hits} == {"m0", "m1", "m2"}
    assert page.suggestion == "marketing"


def test_a_trade_that_nobody_offers_finds_nothing(home: Path) -> None:
    assert ask(TantivySearch(home), "opera singer").total == 0


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(max_size=60) | st.text(alphabet="ab \"-+#./'&*(nurse", max_size=60), grammar=st.sampled_from(Grammar)
)
def test_any_text_at_all_gets_an_answer(small: TantivySearch, text: str, grammar: Grammar) -> None:
    assert ask(small, text, grammar=grammar).answered


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> TantivySearch:
    engine = TantivySearch(tmp_path_factory.mktemp("index"))
    engine.rebuild(many_documents())
    return engine
