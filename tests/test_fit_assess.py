"""One title against another, on ladders of more than thirty trades written down by hand."""

import csv
from itertools import permutations
from pathlib import Path

import pytest

from jobboard.fit.assess import Verdict, assess

DATA = Path(__file__).parent / "data"


def _ladders(name: str) -> list[tuple[str, str | None, list[str]]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        rows = [(row[0], row[1] or None, ",".join(row[2:])) for row in csv.reader(lines)][1:]
    return [(trade, function, [rung.strip() for rung in rungs.split("<")]) for trade, function, rungs in rows]


def _pairs(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


PAIRS = _pairs("level_pairs.csv")


@pytest.mark.parametrize(
    ("name", "least_right", "most_wrong_way"),
    [
        ("level_pairs.csv", 0.975, 0.002),
        ("level_pairs_second.csv", 0.965, 0.008),
        ("level_pairs_held_out.csv", 0.98, 0.002),
        ("level_pairs_fresh.csv", 0.965, 0.008),
        ("level_pairs_last.csv", 0.93, 0.015),
    ],
)
def test_judged_pairs_are_judged_alike(name: str, least_right: float, most_wrong_way: float) -> None:
    pairs = _pairs(name)
    wrong = {_shown(pair): (pair["verdict"], said) for pair in pairs if (said := _verdict(pair)) != pair["verdict"]}
    assert len(wrong) / len(pairs) <= 1 - least_right, wrong
    assert sum("unsure" not in each and "at" not in each for each in wrong.values()) / len(pairs) <= most_wrong_way


def _verdict(pair: dict[str, str]) -> str:
    return assess(pair["previous"], pair["applied"], function=pair["function"] or None).verdict.value


def _shown(pair: dict[str, str]) -> str:
    return f"{pair['previous']} to {pair['applied']}"


def test_the_judged_pairs_span_the_trades_and_say_why() -> None:
    pairs = [*PAIRS, *_pairs("level_pairs_held_out.csv")]
    assert len(pairs) >= 400
    assert len({pair["sector"] for pair in pairs}) >= 20
    assert all(pair["reason"] for pair in pairs)


@pytest.mark.parametrize(
    ("name", "least_right", "most_wrong_way"),
    [
        ("ladders.csv", 0.99, 0.001),
        ("ladders_second.csv", 0.985, 0.004),
        ("ladders_third.csv", 0.975, 0.005),
        ("ladders_held_out.csv", 0.98, 0.006),
    ],
)
def test_real_ladders_are_climbed_in_order(name: str, least_right: float, most_wrong_way: float) -> None:
    right = wrong_way = total = 0
    for _trade, function, rungs in _ladders(name):
        for previous, applied in permutations(range(len(rungs)), 2):
            verdict = assess(rungs[previous], rungs[applied], function=function).verdict
            expected = Verdict.OVER if previous > applied else Verdict.UNDER
            total += 1
            right += verdict is expected
            wrong_way += verdict in (Verdict.OVER, Verdict.UNDER) and verdict is not expected
    assert right / total >= least_right
    assert wrong_way / total <= most_wrong_way


def test_the_gap_is_the_difference_of_the_ranks_and_goes_out_as_json() -> None:
    found = assess("Marketing Manager", "Marketing Coordinator").to_json()
    assert (found["verdict"], found["gap"]) == ("over", 3)
    assert found["previous"] == {
        "level": "manager",
        "rank": 5,
        "track": "management",
        "confidence": 0.85,
        "evidence": ["“Marketing Manager” names someone who runs a function or a team of teams: manager (5)."],
    }


def test_a_change_of_track_is_said_and_the_rank_decides() -> None:
    found = assess("Senior Software Engineer", "Engineering Manager")
    assert found.verdict is Verdict.UNDER
    assert "track changes" in found.applied.evidence[-1]


def test_the_other_title_settles_which_trade_is_meant() -> None:
    assert assess("Captain", "Firefighter").previous.rank == 5
    assert assess("Captain", "First Officer").previous.rank == 7


def test_two_unreadable_titles_go_to_a_person_unless_they_are_the_same() -> None:
    assert assess("Zorblax", "Quuxle").verdict is Verdict.UNSURE
    assert assess("Zorblax", "zorblax").verdict is Verdict.AT
    assert assess("", "").verdict is Verdict.UNSURE


def test_what_is_over_one_way_is_under_the_other_way() -> None:
    opposite = {Verdict.OVER: Verdict.UNDER, Verdict.UNDER: Verdict.OVER}
    for pair in PAIRS:
        there = assess(pair["previous"], pair["applied"], function=pair["function"] or None)
        back = assess(pair["applied"], pair["previous"], function=pair["function"] or None)
        assert back.verdict is opposite.get(there.verdict, there.verdict)


@pytest.mark.parametrize(
    ("previous", "applied", "gap"),
    [
        ("Assistant Chief Constable", "Chief Superintendent", 0.5),
        ("Lieutenant Colonel", "Colonel", -0.5),
        ("Chief Superintendent", "Chief Superintendent", 0),
    ],
)
def test_a_ladder_longer_than_ours_tells_its_rungs_apart(previous: str, applied: str, gap: float) -> None:
    found = assess(previous, applied)
    assert (found.gap, found.previous.rank) == (gap, found.applied.rank)
    assert ("one rank of ours" in found.previous.evidence[-1]) is bool(gap)


@pytest.mark.parametrize(
    ("previous", "applied", "verdict"),
    [
        ("Deputy Editor", "Editor", "under"),
        ("Drug Safety Specialist", "Drug Safety Associate", "over"),
        ("Head of Marketing", "Senior Marketing Manager", "over"),
        ("Associate Staff Analyst", "Staff Analyst", "over"),
        ("Newly Qualified Nurse", "Nurse", "under"),
    ],
)
def test_what_a_rank_is_too_coarse_for_is_told_by_words(previous: str, applied: str, verdict: str) -> None:
    found = assess(previous, applied)
    assert found.verdict.value == verdict
    assert abs(found.gap) == 0.5 or found.previous.rank != found.applied.rank


@pytest.mark.parametrize("unknown", ["Xyzzy Qwert", "Zorblaxer", "Perfusionist", "Leiter Vertrieb"])
def test_a_guess_never_stands_over_or_under_a_title_we_know(unknown: str) -> None:
    assert assess("Marketing Manager", unknown).verdict is Verdict.UNSURE
    assert assess(unknown, "Marketing Manager").verdict is Verdict.UNSURE


def test_two_titles_of_another_language_go_to_a_person() -> None:
    assert assess("Leiter Vertrieb", "Vertriebsleiter").verdict is Verdict.UNSURE


def test_without_a_trade_a_partner_is_one_of_a_partnership_and_not_of_a_bank() -> None:
    found = assess("Partner", "Senior Associate")
    assert found.verdict is Verdict.OVER
    assert {found.previous.trade, found.applied.trade} <= {"law", "consulting"}
    assert assess("Partner", "Senior Associate", function="private_equity").previous.trade == "banking"


def test_a_banks_vice_president_stands_under_a_companys() -> None:
    assert assess("VP, Goldman Sachs", "VP Operations").verdict is Verdict.UNDER
    assert assess("VP, Goldman Sachs", "Associate, Goldman Sachs").verdict is Verdict.OVER


@pytest.mark.parametrize("learner", ["Manager in Training", "Manager Trainee", "Manager (Trainee)", "Trainee Manager"])
def test_who_learns_to_manage_stands_under_an_assistant_manager(learner: str) -> None:
    assert assess(learner, "Assistant Store Manager").verdict is Verdict.UNDER
    assert assess(learner, "Management Trainee").verdict is Verdict.AT


def test_data_entry_says_nothing_of_its_managers_level() -> None:
    assert assess("Data Entry Manager", "Manager").verdict is Verdict.AT
    assert assess("Data Entry Supervisor", "Data Entry Clerk").verdict is Verdict.OVER
