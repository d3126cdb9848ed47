"""Words of a query that are facts about a job: what is read as a filter, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.search.language import language
from jobboard.search.pay_words import PayBound
from jobboard.search.query import FACETS
from jobboard.search.understanding import (
    Denied,
    Understood,
    denied,
    nowhere,
    phrases_of,
    says_nothing,
    understand,
    understand_bounds,
)

PLACES = frozenset({"leeds", "new york", "york", "reading"})


def read(text: str) -> Understood:
    return understand(text, currency="GBP", is_place=lambda name: name.lower() in PLACES)


def a_year(amount: int) -> PayBound:
    return PayBound(Decimal(amount), "YEAR")


@pytest.mark.parametrize(
    ("text", "facet", "values", "rest"),
    [
        ("remote nurse", "work_mode", ("remote",), "nurse"),
        ("nurse, work from home", "work_mode", ("remote",), "nurse"),
        ("remote or hybrid developer", "work_mode", ("remote", "hybrid"), "developer"),
        ("on-site chef", "work_mode", ("onsite",), "chef"),
        ("Part-Time nurse", "employment_type", ("PART_TIME",), "nurse"),
        ("fulltime cook", "employment_type", ("FULL_TIME",), "cook"),
        ("temporary receptionist", "employment_type", ("TEMPORARY",), "receptionist"),
        ("volunteering in museums", "employment_type", ("VOLUNTEER",), "museums"),
        ("contract roles python", "employment_type", ("CONTRACTOR",), "python"),
        ("entry level engineer", "level", ("1",), "engineer"),
        ("senior-level finance", "level", ("3",), "finance"),
        ("senior roles in finance", "level", ("3",), "finance"),
    ],
)
def test_a_fact_becomes_a_filter(text: str, facet: str, values: tuple[str, ...], rest: str) -> None:
    understood = read(text)
    assert understood.filters == {facet: values}
    assert understood.text == rest


@pytest.mark.parametrize(
    ("text", "pay", "rest"),
    [
        ("nurse over 40k", a_year(40_000), "nurse"),
        ("£35,000+ cook", a_year(35_000), "cook"),
        ("30-40k developer", a_year(30_000), "developer"),
        ("nurse eighty thousand pounds", a_year(80_000), "nurse"),
        ("nurse over 80 thousand", a_year(80_000), "nurse"),
        ("nurse seventy-five thousand a year", a_year(75_000), "nurse"),
        ("one hundred and twenty thousand engineer", a_year(120_000), "engineer"),
        ("engineer a hundred grand", a_year(100_000), "engineer"),
        ("6 figures sales", a_year(100_000), "sales"),
        ("sales paying six figures", a_year(100_000), "sales"),
        ("six-figure salary manager", a_year(100_000), "manager"),
        ("developer £30k to £40k", a_year(30_000), "developer"),
        ("at least 28,000 porter", a_year(28_000), "porter"),
        ("paying over £15 ph barista", PayBound(Decimal(15), "HOUR"), "barista"),
        ("cleaner £12.50 an hour", PayBound(Decimal("12.50"), "HOUR"), "cleaner"),
        ("over £20 plumber", PayBound(Decimal(20), "HOUR"), "plumber"),
        ("architect £400 a day", PayBound(Decimal(400), "DAY"), "architect"),
        ("salary 45000 a year", a_year(45_000), ""),
    ],
)
def test_the_least_pay_is_read_in_the_unit_that_was_said(text: str, pay: PayBound, rest: str) -> None:
    understood = read(text)
    assert understood.least_pay == pay
    assert understood.text == rest


@pytest.mark.parametrize(
    "text",
    [
        "senior accountant",
        "general manager",
        "junior doctor",
        "contract manager",
        "intern",
        "volunteer coordinator",
        "temporary housing officer",
        "remote sensing scientist",
        "hybrid vehicle technician",
        "no remote developer",
        '"remote" developer',
        "developer -remote",
        "non-remote developer",
        "under 40 driver",
        "under 5s practitioner",
        "401k administrator",
        "401(k) administrator",
        "10k filings analyst",
        "24/7 security",
        "nurse over 40",
        "support worker 20 hours a week",
        "9 to 5 office",
        "teacher in finland",
        "nurse in Leeds or York",
        "temp to perm",
        "marketing internship",
        "internships",
        "volunteering manager",
        "driver 5 miles",
        "bank of york 5 miles",
        "within 10 miles of me",
        "within 10 miles of home",
        "nurse within 10 miles of Leeds or York",
        "it",
        "",
    ],
)
def test_what_may_be_part_of_a_name_is_left_to_the_words(text: str) -> None:
    assert read(text) == Understood(text)


@pytest.mark.parametrize(
    ("text", "place", "kilometres", "rest"),
    [
        ("nurse in Leeds", "Leeds", None, "nurse"),
        ("jobs near new york", "new york", None, ""),
        ("plumber within 10 miles of Leeds", "Leeds", pytest.approx(16.09344), "plumber"),
        ("5km from York baker", "York", 5.0, "baker"),
        ("teacher in reading", "reading", None, "teacher"),
        ("nurse leeds within 10 km", "leeds", 10.0, "nurse"),
        ("leeds 5km", "leeds", 5.0, ""),
        ("nurse in Leeds, within 5 km", "Leeds", 5.0, "nurse"),
        ("nurse new york within a 5 km radius", "new york", 5.0, "nurse"),
        ("within 5 km of Atlantis", "Atlantis", 5.0, ""),
        ("within 5 km of New Atlantis nurse", "New Atlantis", 5.0, "nurse"),
        ("nurse within 5 km of new atlantis", "new atlantis", 5.0, "nurse"),
    ],
)
def test_a_place_is_read_behind_the_word_that_says_so(
    text: str, place: str, kilometres: float | None, rest: str
) -> None:
    understood = read(text)
    assert (understood.place, understood.kilometres, understood.text) == (place, kilometres, rest)


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("jobs posted this week", 7, ""),
        ("new jobs today", 1, ""),
        ("marketing posted since yesterday", 1, "marketing"),
        ("posted in the last 3 days nurse", 3, "nurse"),
        ("last 24 hours chef", 1, "chef"),
        ("nurse last month", 30, "nurse"),
    ],
)
def test_how_long_ago_is_read_from_words(text: str, days: int, rest: str) -> None:
    understood = read(text)
    assert (understood.days, understood.text) == (days, rest)


@pytest.mark.parametrize("text", ["editor, usa today", "last 5 years", "the last 12 months", "last mile driver"])
def test_what_is_no_age_of_a_posting_is_left_alone(text: str) -> None:
    assert read(text) == Understood(text)


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("nurse leeds", "leeds", "nurse"),
        ("leeds", "leeds", ""),
        ("leeds jobs", "leeds", ""),
        ("driver, new york", "new york", "driver"),
        ("driver leeds part time", "leeds", "driver"),
        ("remote nurse york", "york", "nurse"),
    ],
)
def test_the_last_words_are_a_place_where_it_has_jobs(text: str, place: str, rest: str) -> None:
    understood = understand(text, has_jobs=lambda name: name.lower() in PLACES)
    assert (understood.place, understood.text) == (place, rest)


@pytest.mark.parametrize(
    "text", ["City of York", "leeds nurse", "nurse leeds or york", "chef york, leeds", '"nurse leeds"', "nurse -leeds"]
)
def test_a_place_inside_a_name_or_one_of_two_is_left_to_the_words(text: str) -> None:
    assert understand(text, has_jobs=lambda name: name.lower() in PLACES) == Understood(text)


@pytest.mark.parametrize("text", ["jobs", "in", "the", "find work near me", "🚀", "https://evil.example/", "((("])
def test_words_that_say_nothing_of_the_job_ask_for_nothing(text: str) -> None:
    assert read(text) == Understood("")


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("not sales", "sales", "-sales"),
        ("remote not sales", "sales", "remote -sales"),
        ("nurse without nights, Leeds", "nights", "nurse -nights, Leeds"),
        ("no experience no sales", "sales", "no experience -sales"),
        ("nurse without degree", "degree", "nurse -degree"),
        ("no  experience", "experience", "-experience"),
    ],
)
def test_a_denied_word_can_be_left_out_with_a_minus(text: str, word: str, rest: str) -> None:
    said = denied(text)
    assert said
    assert (said.word, said.text) == (word, rest)


def test_what_is_denied_may_stand_so_in_a_posting() -> None:
    assert denied("cook no  experience") == Denied("experience", "cook -experience", "no experience")


def test_a_fact_is_known_by_all_words_that_are_read_as_it() -> None:
    assert {"wfh", "work from home"} <= set(phrases_of({"work_mode": ("remote",)}))
    assert phrases_of({"organization": ("Foss Valley Foods",)}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "NOT sales",
        "not Sales",
        "not for profit",
        "not-for-profit",
        '"not sales"',
        "-not sales",
        "knot tying",
        "no jobs",
        "not c++",
        "not",
    ],
)
def test_what_is_not_a_plain_word_denied_in_small_letters_is_none(text: str) -> None:
    assert denied(text) is None


def test_everything_at_once() -> None:
    understood = read("remote or part time nurse within 5 miles of New York over £40k")
    assert understood.text == "nurse"
    assert understood.filters == {"work_mode": ("remote",), "employment_type": ("PART_TIME",)}
    assert understood.least_pay == a_year(40_000)
    assert understood.place == "New York"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("nurse under 40k", None, a_year(40_000)),
        ("up to £40,000 nurse", None, a_year(40_000)),
        ("nurse max £20 an hour", None, PayBound(Decimal(20), "HOUR")),
        ("£30k-£40k nurse", a_year(30_000), a_year(40_000)),
        ("nurse 30 to 40k", a_year(30_000), a_year(40_000)),
        ("nurse thirty to forty thousand", a_year(30_000), a_year(40_000)),
        ("nurse under forty thousand", None, a_year(40_000)),
        ("nurse £12.50-14.20 an hour", PayBound(Decimal("12.50"), "HOUR"), PayBound(Decimal("14.20"), "HOUR")),
        ("nurse over 30k under 40k", a_year(30_000), a_year(40_000)),
        ("under 40k nurse over 30k", a_year(30_000), a_year(40_000)),
        ("nurse over 30k", a_year(30_000), None),
    ],
)
def test_the_most_pay_is_read_beside_the_least(text: str, least: PayBound | None, most: PayBound | None) -> None:
    for understood in (read(text), understand_bounds(text, currency="GBP")):
        assert (understood.text, understood.least_pay, understood.most_pay) == ("nurse", least, most)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("nurse $80k", "$80k"),
        ("nurse over €40,000", "over €40,000"),
        ("USD 80,000 nurse", "USD 80,000"),
        ("nurse 80k usd", "80k usd"),
        ("nurse up to 60k euros", "up to 60k euros"),
        ("nurse 20 dollars an hour", "20 dollars an hour"),
        ("nurse 400,000 kr", "400,000 kr"),
    ],
)
def test_pay_in_another_currency_is_taken_out_of_the_words_as_it_was_typed(text: str, typed: str) -> None:
    assert read(text) == Understood("nurse", foreign_pay=typed)


@pytest.mark.parametrize(
    "text", ["nurse over 40k gbp", "nurse GBP 40,000", "nurse 40k pounds", "nurse £40k", "nurse 40k £"]
)
def test_the_boards_currency_may_be_named(text: str) -> None:
    assert read(text) == Understood("nurse", least_pay=a_year(40_000))


def test_a_sign_may_be_that_of_several_currencies() -> None:
    for currency in ("USD", "CAD"):
        assert understand("nurse $80k", currency=currency) == Understood("nurse", least_pay=a_year(80_000))


def test_what_denies_a_word_stays_with_it() -> None:
    assert read("remote not sales") == Understood("not sales", {"work_mode": ("remote",)})


def test_common_words_are_those_of_the_language_the_jobs_are_in() -> None:
    for text in ("der", "für die"):
        assert says_nothing(text, language("de"))
        assert not says_nothing(text)
        assert understand(text, language=language("de")) == Understood("")
        assert understand(text) == Understood(text)


@pytest.mark.parametrize("text", ["lift 50 pounds", "dollars", "100 euro", "24/7 euro desk", "top 5 yen"])
def test_a_name_of_money_alone_is_no_pay(text: str) -> None:
    assert read(text) == Understood(text)


def test_the_bounds_alone_leave_other_facts_to_the_words() -> None:
    understood = understand_bounds("remote nurse over £40k part time", currency="GBP")
    assert understood == Understood("remote nurse part time", least_pay=a_year(40_000))


def test_a_name_is_no_place_unless_somebody_knows_it() -> None:
    assert understand("nurse in Leeds", is_place=nowhere) == Understood("nurse in Leeds")


WORDS = (
    "remote",
    "part-time",
    "temp",
    "senior",
    "level",
    "roles",
    "in",
    "leeds",
    "over",
    "under",
    "40k",
    "£35,000+",
    "an",
    "hour",
)
queries = st.lists(st.sampled_from(WORDS) | st.sampled_from('"-“,') | st.text(max_size=12), max_size=30).map(" ".join)


@given(queries)
def test_whatever_is_typed_is_read_once_and_for_all(text: str) -> None:
    understood = understand(text, currency="GBP")
    assert set(understood.filters) <= set(FACETS)
    assert understand(understood.text, currency="GBP") == Understood(understood.text)


@given(queries)
def test_nothing_is_added_to_the_words(text: str) -> None:
    assert len(understand(text, currency="GBP").text) <= len(text)
