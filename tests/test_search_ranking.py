"""What people type and what they mean: exact titles, forms, synonyms, acronyms, slips, and no noise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobboard.search.families import singular
from jobboard.search.fuzzy import by_ear, distance, letters, nearest, sound
from jobboard.search.language import ENGLISH
from jobboard.search.query import Sort
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing.search import NOW, ask, found, job_document

TITLES = {
    "accountant": "Accountant",
    "senior-accountant": "Senior Accountant",
    "accountable": "Accountable Manager",
    "nurse": "Registered Nurse",
    "cfo": "Chief Financial Officer",
    "lawyer": "Assistant Attorney",
    "police": "Police Officer",
    "policy": "Policy Adviser",
    "developer": "Web Developer",
    "plumber": "Plumber",
    "inspector": "Building Inspector",
    "inspection": "Inspection Clerk",
    "hr": "Human Resources Adviser",
    "chief": "Chief Engineer",
    "janitor": "Custodian",
    "pm": "Project Manager",
    "it": "IT Support Analyst",
    "firefighter": "Firefighter",
    "electrician": "Electrician",
    "xray": "X-Ray Technician",
    "pa": "Personal Assistant",
    "qa": "Quality Assurance Lead",
    "cleaner": "Window Cleaner",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = WhooshSearch(tmp_path_factory.mktemp("index"))
    engine.rebuild(job_document(key, title=title) for key, title in TITLES.items())
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("accountant", "accountant"),
        ("senior accountant", "senior-accountant"),
        ("accountants", "accountant"),
        ("RN", "nurse"),
        ("nurse registered", "nurse"),
        ("cfo", "cfo"),
        ("lawyer", "lawyer"),
        ("solicitor", "lawyer"),
        ("developer", "developer"),
        ("programmer", "developer"),
        ("web dev", "developer"),
        ("plumbing", "plumber"),
        ("inspector", "inspector"),
        ("inspectors of buildings", "inspector"),
        ("HR", "hr"),
        ("human resource", "hr"),
        ("janitor", "janitor"),
        ("PM", "pm"),
        ("it", "it"),
        ("information technology", "it"),
        ("fire fighter", "firefighter"),
        ("fireman", "firefighter"),
        ("electrical", "electrician"),
        ("xray", "xray"),
        ("x ray tech", "xray"),
        ("PA", "pa"),
        ("qa", "qa"),
        ("police jobs near me", "police"),
    ],
)
def test_the_first_hit_is_the_one_meant(engine, text: str, first: str) -> None:
    assert found(engine, text)[:1] == [first]


@pytest.mark.parametrize(
    ("text", "meant", "suggestion"),
    [
        ("acountant", "accountant", "accountant"),
        ("plumer", "plumber", "plumber"),
        ("eletrician", "electrician", "electrician"),
        ("registerd nurse", "nurse", "registered nurse"),
        ("develpoer", "developer", "developer"),
        ("polcie -policy", "police", "police -policy"),
    ],
)
def test_a_slip_of_the_finger_finds_what_was_meant_and_says_so(engine, text: str, meant: str, suggestion: str) -> None:
    page = ask(engine, text)
    assert page.hits[0].id == meant
    assert page.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["chef", "astronaut", "senior astronaut", "zzzzzz", "qqq rrr", "brain tattooist", "underwater weaving"]
)
def test_what_nobody_offers_finds_nothing_instead_of_noise(engine, text: str) -> None:
    page = ask(engine, text)
    assert (page.total, page.suggestion) == (0, None)


def test_words_that_only_look_related_are_kept_apart(engine) -> None:
    assert "policy" not in found(engine, "police")
    assert "accountable" not in found(engine, "accountant")


def test_a_word_begun_finds_its_ends(engine) -> None:
    assert found(engine, "electri")[:1] == ["electrician"]


def test_freshness_decides_between_equals_and_never_beats_a_better_answer(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    old = NOW - timedelta(days=400)
    engine.rebuild([
        job_document("old", title="Nurse", posted_at=old),
        job_document("new", title="Nurse", posted_at=NOW),
        job_document("newest-mention", title="Porter", text="Helps the nurse.", posted_at=NOW),
    ])  # fmt: skip
    assert found(engine, "nurse") == ["new", "old", "newest-mention"]


def test_a_minus_word_of_everybodys_boilerplate_only_counts_in_front(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    boilerplate = "Word " * 200 + "Civil service rules apply."
    trades = ["Civil", "Marine", "Mechanical", *(f"Number{n}" for n in range(30))]
    engine.rebuild(job_document(trade, title=f"{trade} Engineer", text=boilerplate) for trade in trades)
    assert set(found(engine, "engineer -civil")) == set(trades) - {"Civil"}


def test_a_phrase_found_nowhere_suggests_its_words(engine) -> None:
    page = ask(engine, '"nurse registered"')
    assert (page.total, page.suggestion) == (0, "nurse registered")


def test_a_hosts_own_synonyms_replace_ours(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path, synonyms=Synonyms({"same": [["skipper", "ship captain"]]}))
    engine.rebuild([job_document(title="Ship Captain"), job_document("other", title="Deck Hand")])
    assert found(engine, "skipper") == ["job"]


@pytest.mark.parametrize(
    ("one", "other", "off"), [("nurse", "nruse", 1), ("nurse", "nurses", 1), ("nurse", "curse", 1), ("a", "bcd", 3)]
)
def test_distance_counts_slips(one: str, other: str, off: int) -> None:
    assert distance(one, other, 2) == off


def test_short_and_real_words_are_never_corrected() -> None:
    vocabulary = [{"chief": (0b1, 500), "cat": (0b1, 500)}]
    assert nearest("chef", vocabulary) == []
    assert nearest("bat", vocabulary) == []


@pytest.fixture
def among(tmp_path: Path):
    """A search over documents with these titles; their ids are their titles."""
    engines = []

    def search(query: str, *titles: str, **of_all: str) -> list[str]:
        engine = WhooshSearch(tmp_path / f"index{len(engines)}")
        engines.append(engine)
        engine.rebuild(job_document(title, title=title, **of_all) for title in titles)
        return found(engine, query)

    yield search
    for engine in engines:
        engine.close()


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("construction project manager", "7D73233 - Const Project Mgr", "Construction Clerk"),
        ("attorney", "Agency Attorney", "Attorney Intern"),
        ("executive assistant", "Administrative Assistant", "Executive Driver"),
        ("help desk", "Help Desk Agent", "Desk Clerk"),
        ("work with animals", "Animal Keeper", "Sewage Worker"),
        ("head of marketing", "Head of Marketing", "Marketing Head Office Clerk"),
        ("head of hr", "Director of Human Resources", "Human Resources Specialist"),
        ("head of finance", "Finance Director", "Finance Officer"),
        ("head of security", "Chief Security Officer", "Head Custodian, Security"),
        ("director of nursing", "Head of Nursing", "Nursing Clerk"),
        ("jobs for electricians without degree", "Electrician", "Degree Clerk"),
    ],
)
def test_the_better_title_comes_first(among, text: str, better: str, worse: str) -> None:
    assert among(text, worse, better, "Porter")[0] == better


def test_who_asks_for_the_head_of_something_is_offered_heads_of_nothing_else(among) -> None:
    assert among("head of marketing", "Head Chef", "Director", "Marketing Clerk") == ["Marketing Clerk"]


def test_a_query_that_names_an_employer_finds_its_jobs_first(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    engine.rebuild([
        job_document("theirs", title="Planner", organization="Fire Department"),
        job_document("other", title="Fire Safety Planner", organization="Parks"),
    ])  # fmt: skip
    assert found(engine, "FDNY") == ["theirs"]
    assert found(engine, "fire department jobs")[0] == "theirs"


@pytest.mark.parametrize(
    "text", ["wedding planner", "opera singer", "yoga instructor", "flight attendant", "piano teacher"]
)
def test_nobody_is_offered_a_trade_of_another_kind(among, text: str) -> None:
    assert among(text, "City Planner", "Opera House Clerk", "Refuse Crew Instructor", "Park Attendant", "Teacher") == []


@pytest.mark.parametrize("text", ["maths teacher", "night porter", "porter", "carer"])
def test_what_holds_too_little_of_one_or_two_words_is_no_answer(tmp_path: Path, text: str) -> None:
    said = "Work at night by the port. A master, an assistant and an aide help with retail, teaching and maths."
    near = [job_document(title, title=title, text=said) for title in ("Port Pilot", "Airport Aide", "Librarian")]
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([*near, *(job_document(f"other{n}", title="Gardener") for n in range(40))])
    assert found(engine, text) == []
    engine.close()


def test_a_skill_nobody_names_leaves_the_trade(among) -> None:
    assert among("kubernetes accountant", "Accountant", "Gardener") == ["Accountant"]


@pytest.mark.parametrize(
    ("text", "meant"), [("technishun", "Technician"), ("fizician", "Physician"), ("grafic", "Graphic Artist")]
)
def test_what_is_spelled_by_ear_is_understood(among, text: str, meant: str) -> None:
    assert among(text, meant, "Traffic Warden", "Financial Clerk", "Technical Writer")[0] == meant


def test_few_answers_are_followed_by_partial_ones_and_many_are_not(among) -> None:
    senior = [f"Court Clerk {number}" for number in range(25)]
    assert among("court clerk", "Court Clerk", "Tennis Court Keeper") == ["Court Clerk", "Tennis Court Keeper"]
    assert "Porter" not in among("court clerk", *senior, "Porter", text="The court is near.")


def test_what_every_text_says_answers_no_search(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    engine.rebuild(job_document(f"job{n}", title="Clerk", text="Dental plan.") for n in range(30))
    assert found(engine, "dental") == []


def test_the_frequent_word_is_meant_and_nobody_is_told_to_shorten(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path)
    police = [job_document(f"police{n}", title="Police Officer") for n in range(5)]
    engine.rebuild([*police, job_document("poise", title="Porter", text="Poise.")])
    assert ask(engine, "polise officer").suggestion == "police officer"
    assert "analst" not in our_synonyms(ENGLISH).vocabulary
    assert "analyst" in our_synonyms(ENGLISH).vocabulary


@pytest.mark.parametrize(
    ("plural", "one"),
    [("midwives", "midwife"), ("salesmen", "salesman"), ("children", "child"), ("specimen", "specimen")],
)
def test_plurals_without_an_s_are_plurals(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_sounds_are_compared_only_with_words_that_stand_out() -> None:
    assert sound("physician") == sound("fisician")
    assert by_ear("fizician", [{"physician": (letters("physician"), 40)}]) == ["physician"]
    assert by_ear("fizician", [{"physician": (letters("physician"), 2)}]) == []
    assert by_ear("wedding", [{"weading": (0, 40)}]) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("kubernetes plumber", ("kubernetes",)),
        ("plumbers", ()),
        ("plumbr", ()),
        ("rn", ()),
        ("personal assistant", ()),
        ("wedding planner", ()),
    ],
)
def test_words_that_no_job_has_are_named_where_jobs_answer_the_others(engine, text: str, missing: tuple[str, ...]):
    assert ask(engine, text).missing == missing


@pytest.mark.parametrize(
    ("text", "title", "missing"),
    [
        ("python", "Software Developer", ("python",)),
        ("senior python", "Senior Developer", ("python",)),
        ("lawyer", "Attorney", ()),
        ("pythn", "Python Programmer", ()),
        ("lorry driver", "Truck Operator, drivers' pool", ()),
        ("python developer", "Software Developer", ("python",)),
    ],
)
def test_a_word_is_missing_where_only_what_is_related_to_it_stands(
    tmp_path: Path, text: str, title: str, missing: tuple[str, ...]
) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([job_document("job", title=title), job_document("other", title="Gardener")])
    page = ask(engine, text)
    assert ([hit.id for hit in page.hits], page.missing) == (["job"], missing)
    assert page.only_near == (bool(missing) and "developer" not in text)
    engine.close()


def test_other_words_for_what_was_asked_are_marked_where_they_stand_together(tmp_path: Path):
    engine = WhooshSearch(tmp_path)
    engine.rebuild([job_document("ui", title="UI", text="A user interface, and a user of it.")])
    (hit,) = ask(engine, "ui").hits
    assert hit.snippet == "A <mark>user interface</mark>, and a user of it."
    engine.close()


def doubtful(tmp_path: Path) -> WhooshSearch:
    """Newest first: a job that says "drive", one that speaks of a driver, and one for drivers."""
    engine = WhooshSearch(tmp_path / "index")
    texts = {
        "warehouse": ("Warehouse Operative", "You drive a fork lift."),
        "clerk": ("Fleet Clerk", "You book a driver for every parcel, and tell each driver when."),
        "driver": ("Bus Drivers", "You stop at every stop."),
    }
    engine.rebuild(
        job_document(key, title=title, text=text, posted_at=NOW - timedelta(days=age), places=(f"Town {age}",))
        for age, (key, (title, text)) in enumerate(texts.items())
    )
    return engine


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PAY])
def test_where_the_words_do_not_order_only_sure_answers_are_listed_and_counted(tmp_path: Path, sort: Sort) -> None:
    page = ask(doubtful(tmp_path), "driver", sort=sort)
    assert [hit.id for hit in page.hits] == ["clerk", "driver"]
    assert page.total == 2
    assert {place.value for place in page.facets["place"]} == {"Town 1", "Town 2"}


@pytest.fixture
def misspelt_once(tmp_path: Path) -> Iterator[WhooshSearch]:
    """Twenty directors, one job whose title has a slip, and one for a directory."""
    engine = WhooshSearch(tmp_path / "index")
    slips = [job_document("slip", title="Night Directro"), job_document("book", title="Directory Clerk")]
    engine.rebuild([*slips, *(job_document(f"j{n}", title="Night Director") for n in range(20))])
    yield engine
    engine.close()


@pytest.mark.parametrize("typed", ["directro", "directrro"])
def test_a_slip_in_a_single_title_is_no_better_spelling(misspelt_once: WhooshSearch, typed: str) -> None:
    page = ask(misspelt_once, typed)
    assert page.suggestion == "director"
    assert {"slip", "j0"} <= {hit.id for hit in page.hits}


def test_a_word_of_a_single_title_that_is_only_longer_than_a_frequent_one_is_no_slip(
    misspelt_once: WhooshSearch,
) -> None:
    page = ask(misspelt_once, "directory")
    assert page.suggestion is None
    assert page.hits[0].id == "book"


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PAY])
def test_titles_of_what_is_related_to_the_words_are_sure_answers_beside_those_that_mean_the_same(
    tmp_path: Path, sort: Sort
) -> None:
    engine = WhooshSearch(tmp_path / "index")
    titles = {
        "clerk": "Clerk, School Nursing",
        "school": "Public Health Nurse",
        "ward": "Staff Nurse",
        "rn": "RN, nights",
        "mechanic": "Mechanic",
    }
    engine.rebuild(
        job_document(key, title=title, posted_at=NOW - timedelta(days=age))
        for age, (key, title) in enumerate(titles.items())
    )
    assert found(engine, "registered nurse", sort=sort) == ["school", "ward", "rn"]
    engine.close()


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PAY])
def test_who_only_mentions_a_post_in_passing_is_listed_by_best_match_alone(tmp_path: Path, sort: Sort) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([
        job_document("accountant", title="Accountant", text="You keep the books. A nurse sits next door."),
        job_document("porter", title="Porter", text="You help each nurse on the ward, as a nurse helps you."),
        job_document("nurse", title="Staff Nurse", text="You work on the ward."),
        job_document("skilled", title="Sister", skills=("Nurse",)),
    ])  # fmt: skip
    assert set(found(engine, "nurse", sort=sort)) == {"porter", "nurse", "skilled"}
    assert "accountant" in found(engine, "nurse")
    assert found(engine, "books", sort=sort) == ["accountant"]
    engine.close()


def test_by_relevance_the_doubtful_are_listed_too(tmp_path: Path) -> None:
    assert sorted(found(doubtful(tmp_path), "driver")) == ["clerk", "driver", "warehouse"]


def test_where_filters_leave_only_doubtful_answers_those_are_listed_in_every_order(tmp_path: Path) -> None:
    assert found(doubtful(tmp_path), "driver", filters={"place": ("Town 0",)}, sort=Sort.NEWEST) == ["warehouse"]


def test_pages_of_sure_answers_join_without_a_gap(tmp_path: Path) -> None:
    engine = doubtful(tmp_path)
    first = ask(engine, "driver", sort=Sort.NEWEST, limit=1)
    second = ask(engine, "driver", sort=Sort.NEWEST, limit=1, cursor=first.after or "")
    assert [hit.id for hit in (*first.hits, *second.hits)] == ["clerk", "driver"]
    assert second.after is None


PARTS = (
    "C Programmer, Net Zero Team",
    "Node Planner, JS Trust",
    "Objective Planner, C Wing",
    "Clerk, Section 4.24, 24-hour desk, day 7",
)


@pytest.mark.parametrize("name", ["C++", "C#", "F#", ".NET", "node.js", "24/7", "24-7"])
def test_a_name_made_by_its_signs_is_not_answered_with_its_parts(among, name: str) -> None:
    assert among(name, *PARTS) == []


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("F#", "F# Engineer"),
        (".net", ".NET Analyst"),
        ("Node.js", "NodeJS Tester"),
        ("24/7", "Guard, 24-7"),
        ("24/7", "Guard 24 / 7"),
        ("24x7", "Guard, 24/7"),
        ("24-7", "Guard, 24x7"),
        *((spelled, ".NET Analyst") for spelled in ("dotnet", "dot net", "dot-net", "Dot Net")),
        *((spelled, "C# Tester") for spelled in ("c sharp", "C-Sharp", "csharp")),
        *((spelled, "Node.js Tester") for spelled in ("nodejs", "node js", "node-js")),
        *((spelled, "Objective-C Tester") for spelled in ("objective c", "objectivec", "Objective-C")),
        (".net", "Dot Net Analyst"),
        ("c#", "CSharp Tester"),
        ("objective-c", "Objective C Tester"),
    ],
)
def test_a_name_made_by_its_signs_is_found_however_it_is_written(among, asked: str, written: str) -> None:
    assert among(asked, *PARTS, written) == [written]


@pytest.mark.parametrize("asked", ["c plus plus", "CPP", "cplusplus"])
def test_a_sign_may_be_spelled_out(among, asked: str) -> None:
    assert among(asked, *PARTS, "C++ Tester")[0] == "C++ Tester"


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("objective-c", "Objective Clerk"),
        ("O'Brien", "Brief Writer"),
        ("naïve", "Native Speaker"),
        ("c sharp", "Sharp C"),
    ],
)
def test_a_name_is_not_answered_with_a_part_of_it_or_a_word_like_it(among, asked: str, other: str) -> None:
    assert among(asked, other) == []


def test_a_name_of_a_letter_and_a_word_is_found_by_the_word(among) -> None:
    assert among("O'Brien", "Brief Writer", "Brien Hall Porter") == ["Brien Hall Porter"]


def test_what_is_near_a_signed_name_follows_what_holds_it(among) -> None:
    assert among("C++", *PARTS, "C++ Engineer") == ["C++ Engineer", PARTS[0]]


def test_a_signed_name_that_no_job_has_is_named_where_the_rest_is_answered(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([job_document("c", title="C Developer"), job_document("net", title="Net Maker")])
    page = ask(engine, "C++ developer")
    assert ([hit.id for hit in page.hits], page.missing) == (["c"], ("c++",))


def test_what_holds_a_signed_name_comes_before_a_title_that_answers_all_the_rest(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([
        job_document("title", title="Senior Software Developer", text="Software developers write software."),
        job_document("holds", title="Games Programmer", text="Our engine is written by developers in C++."),
    ])  # fmt: skip
    assert found(engine, "senior software developer c++") == ["holds", "title"]


@pytest.mark.parametrize("text", ["phd", "PhD", "ph.d", "Ph.D.", "doctorate"])
@pytest.mark.parametrize("written", ["You have a Ph.D. in physics.", "A PhD is a must.", "Doctorate required."])
def test_a_doctorate_is_found_however_it_is_written(tmp_path: Path, text: str, written: str) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([job_document("held", text=written), job_document("other", text="Dr Lee measures the ph.")])
    assert found(engine, text) == ["held"]


@pytest.mark.parametrize("title", ["UI UX Designer", "UX/UI Designer", "UI and UX Designer", "UI/UX Designer"])
def test_two_crafts_of_one_designer_are_found_in_any_order_and_writing(among, title: str) -> None:
    assert among("ui/ux designer", "Nurse", title)[0] == title
