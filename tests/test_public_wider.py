"""The ways out of a search that finds nothing, as far as they need no page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.search.geo import Point
from jobboard.search.query import typed_pieces
from jobboard.web.present import Words
from jobboard.web.public.asked import Asked
from jobboard.web.public.wider import MOST_WAYS, Ways, wider

WORDS = Words("en_GB", ZoneInfo("Europe/London"), DEFAULT_LADDER, datetime(2026, 11, 24, tzinfo=UTC), "GBP", "mi")
AROUND = Asked("cook", "Skipton", 5, point=Point(53.96, -2.02))


def said(asked: Asked, finds: Callable[[Asked], bool]) -> list[str]:
    """What is offered, beside every job there is."""
    ways = wider(asked, WORDS, count=lambda asked: asked == Asked() or finds(asked))
    return [way.label for way in (*ways.one, *ways.more) if way.label != "Every open job"]


def test_the_next_distance_with_jobs_is_offered_and_no_farther_one() -> None:
    ways = said(AROUND, lambda asked: asked.within >= 25 and asked.place != "")
    assert ways[0] == "Look within 25 miles of Skipton"
    assert not [way for way in ways[1:] if way.startswith("Look within")]


def test_a_place_that_nobody_knows_has_no_distances() -> None:
    ways = said(replace(AROUND, point=None), lambda _: True)
    assert not [way for way in ways if "within" in way]


def test_the_pay_is_lowered_a_step_at_a_time() -> None:
    assert said(Asked(pay=50_000), lambda asked: asked.pay == 35_000)[0] == "£35,000 and over"
    assert said(Asked(pay=50_000), lambda asked: asked.pay is None)[0] == "Any pay, including jobs that do not state it"


def test_the_upper_bound_of_the_pay_is_lifted() -> None:
    assert said(Asked(pay_to=30_000), lambda asked: asked.pay_to is None)[0] == "More than £30,000 too"


def test_levels_beside_end_where_the_ladder_does() -> None:
    top = DEFAULT_LADDER.top
    beside = DEFAULT_LADDER.label(top - 1)
    assert said(Asked(level=(str(top),)), lambda _: True)[0] == f"One level up or down: “{beside}”"


def test_a_longer_time_is_offered_before_any_time() -> None:
    assert said(Asked(since="day"), lambda asked: asked.since != "week")[0] == "Posted this month"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"night nurse" dialysis', ['Leave out the words "night nurse"', "Leave out the word “dialysis”"]),
        ("nurse -agency", ["Leave out the word “-agency”"]),
        ("senior zebra", ["Leave out the word “senior”"]),
        ("zebra", []),
        ("opera singer", []),
    ],
)
def test_a_word_or_phrase_is_left_out_where_the_rest_says_something(text: str, expected: list[str]) -> None:
    ways = said(Asked(text), lambda asked: bool(asked.text))
    assert [way for way in ways if way.startswith("Leave out the word")] == expected


def test_a_search_of_everything_counts_few_others() -> None:
    counted: set[Asked] = set()
    everything = replace(
        AROUND, text="a long row of six words", town=tuple("abcdefghijkl"), employer=tuple("abcdefghijkl"), pay=99_000
    )

    def nothing(asked: Asked) -> int:
        counted.add(asked)
        return asked == Asked()

    ways = wider(everything, WORDS, count=nothing)
    assert [way.asked for way in (*ways.one, *ways.more)] == [Asked()]
    assert len(counted) <= 50


def test_an_empty_board_has_no_ways_out() -> None:
    assert wider(AROUND, WORDS, count=lambda _: 0) == Ways()


def test_no_more_ways_than_a_person_reads() -> None:
    everything = replace(AROUND, pay=99_000, level=("5",), mode=("hybrid",), since="week")
    assert len(said(everything, lambda _: True)) == MOST_WAYS - 1


def test_words_that_name_a_kind_of_work_lead_to_it() -> None:
    ways = said(Asked("welder", "Skipton"), lambda asked: not asked.text)
    assert ways == ["Any job in Skilled trades in Skipton", "Every open job in Skipton"]


def test_what_is_excluded_names_no_kind_of_work() -> None:
    assert said(Asked("zebra -nurse"), lambda asked: bool(asked.function)) == []


def test_where_no_one_change_is_enough_as_much_as_finds_jobs_is_kept() -> None:
    asked = replace(AROUND, text="zebra", type=("PART_TIME",), pay=99_000, mode=("remote",))

    def finds(asked: Asked) -> bool:
        if asked.text:
            return not (asked.place or asked.mode) and (asked.pay or 0) < 40_000
        return (asked.within >= 50 or not asked.place) and not (asked.pay and asked.type)

    assert said(asked, finds) == [
        "“zebra”, Part time, £35,000 and over",
        "Every open job within 50 miles of Skipton, Remote, Part time",
    ]


def test_of_many_words_the_one_that_names_the_work_is_kept() -> None:
    asked = Asked("chief nurse oncology paediatrics", "Hull")
    assert said(asked, lambda asked: asked.text == "nurse" and not asked.place)[-1] == "“nurse”"


def test_a_place_without_jobs_for_miles_leads_to_remote_ones() -> None:
    ways = said(Asked("zebra", "Atlantis"), lambda asked: asked.mode == ("remote",) and not asked.text)
    assert ways == ["Every open job, Remote"]


def test_pieces_are_read_as_they_were_typed() -> None:
    assert typed_pieces('"night nurse" -agency C++ & “day care” -"bank shifts"') == [
        '"night nurse"',
        "-agency",
        "C++",
        "“day care”",
        '-"bank shifts"',
    ]
