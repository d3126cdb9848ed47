"""Recruiters' search for people: what each engine must answer, and that the one on disk agrees with the simple one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobboard.search import served
from jobboard.search.people.documents import Consent, PersonDocument
from jobboard.search.people.engine import WhooshPeopleSearch
from jobboard.search.people.memory import MemoryPeopleSearch
from jobboard.search.people.port import PeopleSearch, PersonHit
from jobboard.search.people.query import Contact, PeopleQuery, PeopleSort

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def person(key: str, **said: Any) -> PersonDocument:
    """A person called ``key`` who came a year ago."""
    return PersonDocument(**{"id": key, "name": key.title(), "created_at": NOW - timedelta(days=365), **said})


MAREN = person(
    "maren",
    name="Maren Okafor-Lund",
    titles=["Marketing Manager", "Marketing Executive"],
    skills=["CRM", "Google Ads", "C++"],
    employers=["Tannery Row Hotels"],
    places=["Otley", "West Yorkshire"],
    text="Led a team of four and the budget of head office.",
    functions=["marketing", "marketing"],
    level_rank=50,
    stage="interview",
    dispositions=["overqualified"],
    consent=Consent.LIVE,
    consent_until=NOW + timedelta(days=100),
    last_contact=NOW - timedelta(days=10),
    tags=["speaks-danish"],
)
IDA = person(
    "ida",
    titles=["Registered Nurse"],
    skills=["Triage"],
    employers=["Ropewalk Clinic"],
    places=["Leeds"],
    functions=["health"],
    level_rank=30,
    stage="offer",
    consent=Consent.LIVE,
    consent_until=NOW - timedelta(days=1),
    last_contact=NOW - timedelta(days=200),
)
PETRA = person(
    "petra",
    titles=["Head of Marketing", "Nurse"],
    skills=["Budgets"],
    employers=["Leeds Marketing Company"],
    functions=["marketing", "health"],
    level_rank=70,
    text="Budget and team.",
    created_at=NOW - timedelta(days=1),
)
GONE = person(
    "gone", name="Willem Marketing", titles=["Marketing Manager"], consent=Consent.WITHDRAWN, by_name_only=True
)
EVERYBODY = (MAREN, IDA, PETRA, GONE)

Make = Callable[[], PeopleSearch]


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PeopleSearch]:
    """Each engine with everybody in it."""
    opened: PeopleSearch = (
        MemoryPeopleSearch() if request.param == "memory" else WhooshPeopleSearch(tmp_path / "people")
    )
    assert opened.rebuild(EVERYBODY) == len(EVERYBODY)
    yield opened
    opened.close()


@pytest.fixture
def whoosh(tmp_path: Path) -> Iterator[WhooshPeopleSearch]:
    """The engine on disk with everybody in it."""
    opened = WhooshPeopleSearch(tmp_path / "people")
    opened.rebuild(EVERYBODY)
    yield opened
    opened.close()


def found(engine: PeopleSearch, text: str = "", **asked: Any) -> set[str]:
    """Whom a search finds."""
    return {hit.id for hit in engine.search(PeopleQuery(text, now=NOW, **asked)).hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"maren", "ida", "petra", "gone"}),
        ("marketing AND manager", {"maren"}),
        ("marketing manager", {"maren"}),
        ("managers", {"maren"}),
        ("nurse OR manager", {"maren", "ida", "petra"}),
        ("nurse NOT marketing", {"ida"}),
        ("nurse -registered", {"petra"}),
        ("(crm OR triage) AND (otley OR leeds)", {"maren", "ida"}),
        ('"marketing manager"', {"maren"}),
        ('"manager marketing"', set()),
        ('"head of marketing"', {"petra"}),
        ('"head of office"', set()),
        ("c++", {"maren"}),
        ("the", {"maren", "ida", "petra", "gone"}),
        ("okafor", {"maren"}),
        ("lund", {"maren"}),
        ("willem", {"gone"}),
        ("zebra", set()),
        ("AND OR (", {"maren", "ida", "petra", "gone"}),
    ],
)
def test_words_find_whom_the_grammar_says(engine: PeopleSearch, text: str, expected: set[str]) -> None:
    assert found(engine, text) == expected


def test_a_name_found_by_its_word_is_no_skill_of_who_may_not_be_found_by_skills(engine: PeopleSearch) -> None:
    assert found(engine, "marketing") == {"maren", "petra", "gone"}
    assert found(engine, within={"title": "marketing"}) == {"maren", "petra"}


def test_no_phrase_reaches_from_one_name_to_the_next(engine: PeopleSearch) -> None:
    assert found(engine, '"crm google"') == set()
    assert found(engine, '"google ads"') == {"maren"}


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ({"title": "marketing"}, {"maren", "petra"}),
        ({"employer": "marketing"}, {"petra"}),
        ({"title": "marketing", "place": "otley OR leeds"}, {"maren"}),
        ({"skill": "budget"}, {"petra"}),
        ({"text": "budget"}, {"maren", "petra"}),
        ({"title": "nurse", "employer": "NOT clinic"}, {"petra"}),
    ],
)
def test_a_field_is_asked_by_itself(engine: PeopleSearch, within: dict[str, str], expected: set[str]) -> None:
    assert found(engine, within=within) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"level": ("50", "70")}, {"maren", "petra"}),
        ({"function": ("health",)}, {"ida", "petra"}),
        ({"stage": ("offer",)}, {"ida"}),
        ({"disposition": ("overqualified",)}, {"maren"}),
        ({"tag": ("speaks-danish",)}, {"maren"}),
        ({"consent": ("live",)}, {"maren"}),
        ({"consent": ("expired",)}, {"ida"}),
        ({"consent": ("withdrawn", "none")}, {"gone", "petra"}),
        ({"function": ("health",), "level": ("70",)}, {"petra"}),
        ({"tag": ("nobody",)}, set()),
    ],
)
def test_filters_narrow(engine: PeopleSearch, filters: dict[str, tuple[str, ...]], expected: set[str]) -> None:
    assert found(engine, filters=filters) == expected


def test_a_filter_is_counted_with_all_others_kept(engine: PeopleSearch) -> None:
    page = engine.search(PeopleQuery("marketing", filters={"function": ("health",)}, now=NOW))
    counts = {facet: {one.value: one.count for one in counted} for facet, counted in page.facets.items()}
    assert page.total == 1
    assert counts["function"] == {"marketing": 2, "health": 1}
    assert counts["level"] == {"70": 1}
    assert counts["consent"] == {"none": 1}


def test_a_consent_ends_without_anything_written(engine: PeopleSearch) -> None:
    later = PeopleQuery(filters={"consent": ("live",)}, now=NOW + timedelta(days=101))
    assert not engine.search(later).hits
    assert {one.value: one.count for one in engine.search(later).facets["consent"]}["expired"] == 2


def test_contact_is_since_a_moment_or_none_since(engine: PeopleSearch) -> None:
    month, year = NOW - timedelta(days=30), NOW - timedelta(days=365)
    assert found(engine, contact=Contact(month)) == {"maren"}
    assert found(engine, contact=Contact(month, none=True)) == {"ida", "petra"}
    asked = (Contact(month), Contact(year), Contact(year, none=True))
    counted = engine.search(PeopleQuery(contact=Contact(month), contacts=asked, now=NOW)).contacts
    assert counted == (1, 2, 1)


@pytest.mark.parametrize(
    ("sort", "first"), [(PeopleSort.NEWEST, "petra"), (PeopleSort.CONTACT, "maren"), (PeopleSort.RELEVANCE, "petra")]
)
def test_without_words_people_stand_in_the_order_asked_for(engine: PeopleSearch, sort: PeopleSort, first: str) -> None:
    assert engine.search(PeopleQuery(sort=sort, now=NOW)).hits[0].id == first


def test_a_title_counts_for_more_than_a_text(whoosh: WhooshPeopleSearch) -> None:
    assert whoosh.search(PeopleQuery("budget OR marketing", now=NOW)).hits[0].id == "petra"


def test_a_hit_says_how_far_somebody_came_and_when_there_was_contact(engine: PeopleSearch) -> None:
    (maren,) = engine.search(PeopleQuery("crm", now=NOW)).hits
    assert maren == PersonHit("maren", "interview", NOW - timedelta(days=10))
    (gone,) = engine.search(PeopleQuery("willem", now=NOW)).hits
    assert gone == PersonHit("gone")


def test_who_bore_the_title_comes_before_who_has_its_words_apart(whoosh: WhooshPeopleSearch) -> None:
    many = ["Communications Manager", "Brand Manager", "Sales Manager"]
    whoosh.update([person("apart", titles=many, skills=["marketing"], text="marketing, marketing, marketing")])
    assert [hit.id for hit in whoosh.search(PeopleQuery("marketing AND manager", now=NOW)).hits] == ["maren", "apart"]


def test_pages_follow_one_another(engine: PeopleSearch) -> None:
    asked = PeopleQuery(limit=2, sort=PeopleSort.NEWEST, now=NOW)
    first, second = engine.search(asked), engine.search(replace(asked, offset=2))
    assert len(first.hits) == len(second.hits) == 2
    assert {hit.id for hit in (*first.hits, *second.hits)} == {"maren", "ida", "petra", "gone"}
    assert first.total == second.total == 4


def test_what_changed_is_found_and_what_went_is_not(engine: PeopleSearch) -> None:
    engine.update([replace(IDA, titles=["Matron"])], removed=["petra"])
    assert found(engine, "nurse") == set()
    assert found(engine, "matron") == {"ida"}
    assert engine.ids() == {"maren", "ida", "gone"}
    assert engine.status().documents == 3


def test_synonyms_find_but_only_what_means_the_very_same(whoosh: WhooshPeopleSearch) -> None:
    assert found(whoosh, "RN") == {"ida"}


def test_a_word_that_nobody_has_is_finished_or_mended(whoosh: WhooshPeopleSearch) -> None:
    assert found(whoosh, "oka") == {"maren"}
    page = whoosh.search(PeopleQuery("marketting AND manager", now=NOW))
    assert (page.total, page.suggestion) == (0, "marketing AND manager")


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [("okafr", "okafor"), ("Wilem", "willem"), ("budgte", "budget"), ("managrs", "managers"), ("zebar", None)],
)
def test_a_mistyped_name_or_skill_is_mended_from_what_people_have(
    whoosh: WhooshPeopleSearch, mistyped: str, meant: str | None
) -> None:
    assert whoosh.search(PeopleQuery(mistyped, now=NOW)).suggestion == meant


@pytest.mark.parametrize(("mistyped", "meant"), [("Jonse", "jones"), ("Wiliams", "williams"), ("Hughse", "hughes")])
def test_a_name_that_ends_like_a_plural_is_mended_whole(whoosh: WhooshPeopleSearch, mistyped: str, meant: str) -> None:
    whoosh.rebuild([person(name, name=name) for name in ("Bo Jones", "Cy Williams", "James Hughes")])
    assert whoosh.search(PeopleQuery(mistyped, now=NOW)).suggestion == meant


def test_nobody_is_asked_whether_they_meant_who_is_gone(whoosh: WhooshPeopleSearch) -> None:
    whoosh.update([], removed=["maren"])
    assert whoosh.search(PeopleQuery("okafr", now=NOW)).suggestion is None


def test_nothing_of_who_is_purged_stays_in_any_file(whoosh: WhooshPeopleSearch, tmp_path: Path) -> None:
    def files_with(word: bytes) -> list[str]:
        return [path.name for path in (tmp_path / "people").rglob("*") if path.is_file() and word in path.read_bytes()]

    assert files_with(b"okafor")
    whoosh.update([replace(IDA, titles=["Matron"])])
    whoosh.purge(["maren"])
    assert not files_with(b"okafor")
    assert whoosh.ids() == {"ida", "petra", "gone"}


def test_the_folder_is_its_owners_alone(whoosh: WhooshPeopleSearch, tmp_path: Path) -> None:
    assert (tmp_path / "people").stat().st_mode & 0o077 == 0


def test_no_file_holds_a_text_as_it_was_written(whoosh: WhooshPeopleSearch, tmp_path: Path) -> None:
    held = b"".join(path.read_bytes() for path in (tmp_path / "people").rglob("*") if path.is_file())
    assert b"Led a team" not in held
    assert b"Maren" not in held


def test_another_process_sees_what_was_committed(
    whoosh: WhooshPeopleSearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "LOOK_EVERY", 0.0)
    other = WhooshPeopleSearch(tmp_path / "people")
    assert found(other, "matron") == set()
    whoosh.update([replace(IDA, titles=["Matron"])])
    assert found(other, "matron") == {"ida"}


def test_a_damaged_index_says_so_and_answers_nothing(whoosh: WhooshPeopleSearch, tmp_path: Path) -> None:
    for path in (tmp_path / "people").rglob("*.terms"):
        path.write_bytes(b"damaged")
    fresh = WhooshPeopleSearch(tmp_path / "people")
    assert not fresh.search(PeopleQuery("nurse", now=NOW)).answered
    assert not fresh.status().healthy
    fresh.rebuild(EVERYBODY)
    assert found(fresh, "nurse") == {"ida", "petra"}


def test_many_commits_are_merged_and_nobody_is_lost(whoosh: WhooshPeopleSearch) -> None:
    for number in range(20):
        whoosh.update([person(f"p{number}", titles=["Joiner" if number % 2 else "Plumber"])])
    assert len(found(whoosh, "joiner", limit=50)) == 10
    assert whoosh.status().documents == 24


WORDS = ["nurse", "manager", "marketing", "leeds", "otley", "budget", "team", "crm", "google ads", "head office"]


def _expressions() -> st.SearchStrategy[str]:
    leaf = st.sampled_from([*WORDS, *(f'"{word}"' for word in WORDS)])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda said: f"({' '.join(said)})"),
            inner.map(lambda said: f"NOT {said}"),
        ),
        max_leaves=5,
    )


_people = st.lists(
    st.builds(
        lambda number, titles, skills, text: person(f"p{number}", titles=titles, skills=skills, text=" ".join(text)),
        st.integers(0, 30),
        st.lists(st.sampled_from(WORDS), max_size=2),
        st.lists(st.sampled_from(WORDS), max_size=2),
        st.lists(st.sampled_from(WORDS), max_size=6),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=_people, text=_expressions())
def test_both_engines_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, people: list[PersonDocument], text: str
) -> None:
    simple, quick = MemoryPeopleSearch(), WhooshPeopleSearch(tmp_path_factory.mktemp("people"))
    simple.rebuild(people)
    quick.rebuild(people)
    assert found(quick, text, limit=50) == found(simple, text, limit=50), text
    quick.close()
