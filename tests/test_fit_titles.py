"""Titles read the way a recruiter who knows the trade would read them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.fit.sectors import sectors_named, sectors_of
from jobboard.fit.titles import read_title, title_key
from jobboard.fit.words import title_words

DATA = Path(__file__).parent / "data"
with (DATA / "titles.csv").open(encoding="utf-8") as lines:
    JUDGED = [(row["title"], row["function"] or None, int(row["rank"]), row["track"]) for row in csv.DictReader(lines)]

ROLES = [
    "Manager", "Engineer", "Accountant", "Director", "Supervisor", "Analyst", "Designer", "Recruiter", "Electrician",
    "Marketing Manager", "Software Engineer", "Store Manager", "Buyer", "Administrator", "Chef", "Nurse", "Teacher",
    "Project Manager", "Head of Sales", "Team Leader", "Plumber", "Vice President", "Controller", "Scientist",
]  # fmt: skip
FIELDS = ["Marketing", "Finance", "Logistics", "Procurement", "Engineering", "Payroll", "Northern Region"]


@pytest.mark.parametrize(("title", "function", "rank", "track"), JUDGED)
def test_a_judged_title_reads_as_judged(title: str, function: str | None, rank: int, track: str) -> None:
    level = read_title(title, function=function)
    assert (level.rank, level.track.value) == (rank, track), level.evidence


def test_there_are_enough_judged_titles() -> None:
    assert len(JUDGED) >= 250


@given(st.text(max_size=400))
def test_no_text_whatever_breaks_the_reading(title: str) -> None:
    level = read_title(title)
    assert level == read_title(title)
    assert 0.0 <= level.confidence <= 1.0
    assert 0 <= level.rank <= DEFAULT_LADDER.top
    assert all(level.evidence)
    title_key(title)


@given(st.sampled_from([title for title, *_ in JUDGED]), st.text(max_size=20))
def test_a_title_with_noise_behind_it_never_breaks_the_reading(title: str, noise: str) -> None:
    assert read_title(f"{title} {noise}").evidence


@pytest.mark.parametrize("role", ROLES)
def test_senior_never_lowers_and_junior_deputy_and_assistant_never_raise(role: str) -> None:
    plain = read_title(role).rank
    assert read_title(f"Senior {role}").rank >= plain
    assert read_title(f"Lead {role}").rank >= plain
    assert all(read_title(f"{word} {role}").rank <= plain for word in ("Junior", "Deputy", "Assistant", "Trainee"))


@given(
    st.sampled_from(["Manager", "Director", "Supervisor", "Analyst", "Assistant", "Vice President"]),
    st.sampled_from(FIELDS),
)
def test_the_order_around_a_comma_changes_nothing(role: str, field: str) -> None:
    ranks = {read_title(title).rank for title in (f"{role}, {field}", f"{field}, {role}", f"{field} {role}")}
    assert len(ranks) == 1


@pytest.mark.parametrize("title", ["", "   ", "N/A", "-", "12345", "none", "???", "TBC"])
def test_what_is_no_title_is_the_middle_with_hardly_any_confidence(title: str) -> None:
    level = read_title(title)
    assert level.rank == 2
    assert level.confidence <= 0.1


def test_a_noun_nobody_knows_is_a_guess_and_says_so() -> None:
    level = read_title("Zorblax")
    assert (level.rank, level.confidence <= 0.4) == (2, True)
    assert "guess" in level.evidence[0]


def test_the_evidence_says_each_step_in_words() -> None:
    level = read_title("Sr Mktg Mgr")
    assert level.evidence[0].startswith("“Marketing Manager” ")
    assert level.evidence[0].endswith("manager (5).")
    assert level.evidence[1].startswith("“Senior” ")
    assert level.evidence[1].endswith("head or senior manager (6).")


def test_staff_is_explained_where_it_is_no_level() -> None:
    assert any("“Staff”" in sentence for sentence in read_title("Staff Accountant").evidence)


def test_a_trade_is_surer_than_a_head_noun_and_that_surer_than_a_guess() -> None:
    assert read_title("Sous Chef").confidence >= 0.9
    assert 0.75 <= read_title("Manager").confidence < 0.9
    assert read_title("Zorblax").confidence <= 0.4


@pytest.mark.parametrize(
    "slip", ["Marketing Manger", "Senoir Engineer", "Supervisior", "Recepionist", "Directr of Sales"]
)
def test_a_slip_of_one_letter_is_understood(slip: str) -> None:
    assert read_title(slip).confidence > 0.4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sr. Mktg Mgr", "Senior Marketing Manager"),
        ("Director, Marketing", "Marketing Director"),
        ("Director of Marketing", "Marketing Director"),
        ("VP Sales", "Vice President, Sales"),
        ("Store Manager (Maternity Cover)", "store manager"),
    ],
)
def test_one_title_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert sorted(title_key(one).split()) == sorted(title_key(other).split())


def test_different_titles_have_different_keys() -> None:
    assert title_key("Marketing Manager") != title_key("Marketing Director")


@pytest.mark.parametrize(
    ("title", "head"),
    [("Head Pastry Chef", 5), ("Head Football Coach", 5), ("Chief Marketing Officer", 9), ("Chief Widget Officer", 9)],
)
def test_some_words_make_one_title_around_any_field(title: str, head: int) -> None:
    assert read_title(title).rank == head


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Office of Energy Intern", 0),
        ("Director of Apprenticeships", 7),
        ("Permanent Secretary", 9),
        ("Principal's Secretary", 2),
        ("Export Administrator", 2),
        ("Admin Officer", 1),
        ("Dean of Students", 5),
        ("VP Eng", 8),
        ("Teachers, Postsecondary", 2),
        ("Box Office Manager", 5),
        ("Stock Controller", 2),
        ("Chief Mechanic", 4),
        ("Senior Accountant I", 3),
        ("Inspector in Charge", 5),
    ],
)
def test_words_that_mislead_do_not(title: str, rank: int) -> None:
    assert read_title(title).rank == rank, read_title(title).evidence


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Data Entry Manager", 5),
        ("Data Entry Supervisor", 4),
        ("Data Entry Lead", 4),
        ("Single Entry Point Manager", 5),
        ("Order Entry Manager", 5),
        ("Double Entry Bookkeeper", 2),
        ("Data Entry Clerk", 1),
        ("Entry-Level Accountant", 1),
        ("Entry Accountant", 1),
        ("Accountant (Entry Level)", 1),
        ("Entry Level Marketing Manager", 4),
    ],
)
def test_entry_is_a_level_only_where_it_names_no_work(title: str, rank: int) -> None:
    assert read_title(title).rank == rank, read_title(title).evidence


@pytest.mark.parametrize(
    "title",
    [
        "Manager in Training",
        "Manager-in-Training",
        "Manager (in training)",
        "Store Manager in Training, Leeds",
        "Store Manager in Training Program",
        "Assistant Manager in Training",
        "Manager Trainee",
        "Manager (Trainee)",
        "Trainee Manager",
        "Trainee Store Manager",
        "Store Manager - Trainee",
        "Management Trainee",
        "Graduate Management Trainee",
        "Graduate Trainee Manager",
    ],
)
def test_a_manager_who_still_learns_is_a_trainee_however_it_is_written(title: str) -> None:
    assert read_title(title).rank == 0, read_title(title).evidence


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Training Manager", 5),
        ("Head of Training", 6),
        ("Manager in Training and Development", 5),
        ("Solicitor in Training", 2),
    ],
)
def test_training_as_a_field_and_a_trade_of_long_training_are_not_a_managers_trainee(title: str, rank: int) -> None:
    assert read_title(title).rank == rank, read_title(title).evidence


@pytest.mark.parametrize(
    "title",
    [
        "VP, Goldman Sachs",
        "VP, J.P. Morgan",
        "VP, JPMorgan Chase",
        "VP (Barclays)",
        "VP Risk, Barclays",
        "Vice President, Morgan Stanley",
        "VP - Wells Fargo",
        "VP, UBS",
    ],
)
def test_the_name_of_a_bank_makes_a_vice_president_a_banks(title: str) -> None:
    assert (read_title(title).rank, read_title(title).trade) == (read_title("VP Equities").rank, "banking")


def test_a_banks_ladder_is_climbed_in_its_own_order() -> None:
    rungs = ("Analyst", "Associate", "AVP", "VP", "SVP", "Director", "MD")
    ranks = [read_title(f"{rung}, Goldman Sachs").rank for rung in rungs]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("spelling", ["Co-ordinator", "Co ordinator", "Co–ordinator"])
def test_a_coordinator_is_one_however_it_is_spelt(spelling: str) -> None:
    assert read_title(f"Marketing {spelling}") == read_title("Marketing Coordinator")
    assert read_title(spelling) == read_title("Coordinator")


@pytest.mark.parametrize("title", ["Leiter Vertrieb", "Vertriebsleiter", "Leiter"])
def test_a_word_of_another_language_is_not_mended_into_an_english_one(title: str) -> None:
    level = read_title(title)
    assert (level.trade, level.confidence < 0.4) == (None, True), level.evidence


@pytest.mark.parametrize(
    ("title", "rank", "least", "most"),
    [
        ("AO", 1, 0.5, 0.7),
        ("EO", 2, 0.5, 0.7),
        ("AO - HMRC", 1, 0.9, 1),
        ("EO (Civil Service)", 2, 0.9, 1),
        ("Marketing AO", 2, 0, 0.4),
    ],
)
def test_grades_of_the_civil_service_are_known_alone_and_sure_beside_a_department(
    title: str, rank: int, least: float, most: float
) -> None:
    level = read_title(title)
    assert level.rank == rank, level.evidence
    assert least <= level.confidence <= most


def test_an_employer_speaks_for_its_own_title_and_not_for_the_one_beside_it() -> None:
    assert "banking" not in sectors_of("VP, Goldman Sachs")
    assert "banking" not in sectors_named(title_words("VP, Goldman Sachs"))
    assert read_title("VP, Goldman Sachs", function="engineering").rank == 5
