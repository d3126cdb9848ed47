"""Occupation data as fit sees it: a hint where a title says nothing, and work brought together that no word joins."""

from jobboard.fit.ladder import DEFAULT_LADDER, Track
from jobboard.fit.occupations import Occupation, settled
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.fit.similarity import field_terms, occupation_terms, similarity

LISTED = {
    "Zorblax": Occupation("51-9195.04", "Glass Blowers", 3),
    "Quuxle": Occupation("11-3071.00", "Transportation Managers", 4),
    "Wibblet": Occupation("51-1011.00", "First-Line Supervisors of Production Workers", None),
    "Foozle": Occupation("11-1011.00", "Chief Executives", 5),
    "Blurk": Occupation("51-9999.00", "Production Workers, All Other", None),
}


class Listed:
    """An in-memory twin of installed data."""

    def find(self, title: str, *, whole: bool = False) -> Occupation | None:
        """By the exact title."""
        return LISTED.get(title)


READER = TitleReader(occupations=Listed())


def test_preparation_and_leading_say_where_an_unknown_title_stands() -> None:
    ranks = {title: (READER.read(title).rank, READER.read(title).track) for title in LISTED}
    assert ranks["Zorblax"] == (2, Track.IC)
    assert ranks["Wibblet"] == (4, Track.MANAGEMENT)
    assert ranks["Quuxle"] == (5, Track.MANAGEMENT)
    assert ranks["Foozle"] == (9, Track.EXECUTIVE)


def test_it_says_where_that_comes_from_and_stays_doubtful() -> None:
    level = READER.read("Zorblax")
    assert level.confidence == 0.55
    assert level.evidence[-1] == "O*NET lists it under “Glass Blowers” (51-9195.04), job zone 3: intermediate (2)."


def test_an_occupation_without_a_zone_says_nothing() -> None:
    assert READER.read("Blurk") == PLAIN.read("Blurk")


def test_a_title_that_is_sure_is_left_alone() -> None:
    sure = PLAIN.read("Marketing Manager")
    assert settled(sure, "Zorblax", Listed(), DEFAULT_LADDER) == sure


def test_the_same_occupation_brings_together_what_words_keep_apart() -> None:
    wanted = {**field_terms("Exterminator"), **occupation_terms("37-2021.00")}
    held = {**field_terms("Pest Controller"), **occupation_terms("37-2021.00")}
    near, far = occupation_terms("37-2012.00"), occupation_terms("29-1141.00")
    assert similarity(wanted, held, {}) == 0.5
    assert similarity(wanted, {**near, "~": 1.0}, {}) < 0.5
    assert similarity(wanted, far, {}) == 0


def test_words_in_common_count_as_they_did_without_occupations() -> None:
    wanted, held = field_terms("Senior Civil Engineer"), field_terms("Civil Engineering Lead")
    with_codes = similarity(
        {**wanted, **occupation_terms("17-2051.00")}, {**held, **occupation_terms("29-1141.00")}, {}
    )
    assert with_codes == similarity(wanted, held, {}) > 0.5


def test_groups_that_lead_say_nothing_of_the_work() -> None:
    marketing, people = occupation_terms("11-2021.00"), occupation_terms("11-3121.00")
    assert similarity(marketing, people, {}) == 0
    assert similarity(marketing, marketing, {}) == 0.5
