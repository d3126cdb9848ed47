"""A board in another language than English: its forms of a word, its stop words, and an index that follows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobboard.flows.index import heal
from jobboard.search.language import ENGLISH, KNOWN, language
from jobboard.search.memory import MemorySearch
from jobboard.search.percolator import NewDocument, filed_under, shape
from jobboard.search.port import IndexUnusable, SearchBackend
from jobboard.search.query import SearchQuery
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.tokens import words_of
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing import situations as given
from jobboard.testing.search import NOW, ask, found, job_document
from tests.support.databases import on_sqlite
from tests.support.host import board_of, close_host, make_host

GERMAN = our_synonyms(language("de"))
MARKET = [
    job_document("pfleger", title="Krankenpfleger (m/w/d)", text="Sie arbeiten mit den Ärzten der Station zusammen."),
    job_document("arzt", title="Leitende Ärztinnen und Ärzte", text="Für unsere Stationen suchen wir Sie."),
    job_document("leiter", title="Leiter der Buchhaltung", text="Sie führen die Buchhaltung."),
]


@pytest.fixture(params=["whoosh", "memory"])
def german(request: pytest.FixtureRequest, tmp_path: Path) -> SearchBackend:
    engine: SearchBackend = (
        WhooshSearch(tmp_path, synonyms=GERMAN) if request.param == "whoosh" else MemorySearch(language=GERMAN.language)
    )
    engine.rebuild(MARKET)
    return engine


FORMS = {
    "da": "sygeplejerske sygeplejersker sygeplejersken",
    "de": "arzt ärzte ärzten",
    "en": "nurse nurses",
    "es": "técnico técnicos técnica",
    "fi": "lääkäri lääkärit lääkärin",
    "fr": "infirmier infirmière infirmières",
    "hu": "mérnök mérnökök mérnököt",
    "it": "medico medici medica",
    "nl": "verpleegkundige verpleegkundigen",
    "no": "sykepleier sykepleiere sykepleieren",
    "pt": "gestão gestões",
    "ro": "asistent asistenți asistentă",
    "ru": "главный главная главного",
    "sv": "ingenjör ingenjörer ingenjörerna",
}


@pytest.mark.parametrize("code", KNOWN)
def test_forms_of_a_word_are_one_family_with_accents_or_without(code: str) -> None:
    spoken = language(code)
    forms = [words_of(form, language=spoken)[0].text for form in FORMS[code].split()]
    assert len(set(map(spoken.root, forms))) == 1
    assert all(spoken.closeness(forms[0], form) for form in forms)


@pytest.mark.parametrize("code", KNOWN)
def test_other_words_are_no_family(code: str) -> None:
    spoken = language(code)
    assert spoken.closeness("kandidat", "kantine") == 0
    assert {spoken.root(word) for word in ("c++", "24/7", "sql", "it")} == {"c++", "24/7", "sql", "it"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Arzt", "arzt"), ("Krankenpflegers", "pfleger"), ('"Leiter der Buchhaltung"', "leiter")],
)
def test_a_german_board_finds_german_forms(german: SearchBackend, typed: str, expected: str) -> None:
    assert found(german, typed)[0] == expected


def test_stop_words_are_those_of_the_language(german: SearchBackend) -> None:
    assert len(found(german, "der die und für")) == len(MARKET)
    assert "der" in {word.text for word in words_of("Leiter der Buchhaltung")}
    assert "the" in {word.text for word in words_of("the boss", language=GERMAN.language)}


def test_a_snippet_marks_the_form_that_stands_there(german: SearchBackend) -> None:
    (hit,) = [hit for hit in ask(german, "Arzt").hits if hit.id == "pfleger"]
    assert "<mark>Ärzten</mark>" in hit.snippet


def test_a_slip_is_mended_to_a_word_of_the_language(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path, synonyms=GERMAN)
    engine.rebuild(MARKET)
    page = ask(engine, "Krankenpflger")
    assert page.suggestion == "krankenpfleger"
    assert page.hits[0].id == "pfleger"


def test_synonyms_are_looked_up_in_the_forms_of_the_language() -> None:
    synonyms = Synonyms({"same": [["Krankenpfleger", "Pflegefachkraft"]]}, language("de"))
    (meaning,) = synonyms.of(["krankenpflegern"])
    assert meaning == (("pflegefachkraft", 0),)


def test_an_alert_waits_for_the_forms_of_the_language() -> None:
    query = SearchQuery("Arzt", now=NOW)
    german, english = NewDocument(MARKET[1], GERMAN), NewDocument(MARKET[1], our_synonyms(ENGLISH))
    assert german.answers(query)
    assert filed_under(query, lambda _: 1, GERMAN) & german.keys
    assert not english.answers(query)


def test_alerts_are_filed_anew_for_another_language() -> None:
    assert shape(GERMAN) != shape(our_synonyms(ENGLISH))


def test_an_index_of_another_language_is_none(tmp_path: Path) -> None:
    WhooshSearch(tmp_path).rebuild(MARKET)
    german = WhooshSearch(tmp_path, synonyms=GERMAN)
    assert not ask(german, "Arzt").answered
    assert "for another language" in german.status().note
    with pytest.raises(IndexUnusable):
        german.update(MARKET)


@on_sqlite
def test_changing_the_language_builds_the_index_anew(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    heal(board_of(app))
    given.a_job(board_of(app), "Leitende Ärzte", publish=True)
    data = str(board_of(app).data_dir)
    close_host(app)

    german = make_host(
        database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh", JOBBOARD_DATA_DIR=data, JOBBOARD_SEARCH_LANGUAGE="de"
    )
    board = board_of(german)
    heal(board)
    assert board.search.search(SearchQuery("Arzt", now=board.now())).total == 1
    close_host(german)
