"""What became of the promises, and whom the firm could call: one definition of each figure, drawn, tabled, in files."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from jobboard.db.paging import PageRequest
from jobboard.flows import jobs, retention, review
from jobboard.flows.erase_candidate import erase
from jobboard.flows.rules import end_rule
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.ledger import LedgerBy, PromiseFigures, lapsed_people, ledger, promise_figures
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.rule_queries import WantedRules, rules_page
from jobboard.keep_on_file.strength import ConsentState, bench_strength
from jobboard.migrations import runner
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.csv_file import csv_text
from jobboard.web.recruit import periods
from jobboard.web.recruit.present_charts import stacked, tick_step
from tests.support.boards import client_as
from tests.support.databases import on_sqlite
from tests.support.host import ADMIN, HELENA, IDRIS, JUDITH, RAVI, board_of, close_host, make_host

DESK = "/recruit"
TOO_JUNIOR = {
    "title": "Marketing Assistant",
    "organization": "Calderside Mills",
    "description": "An assistant at a weaving firm in Leeds.",
    "level": "entry",
    "level_confirmed": "1",
    "country": "GB",
}
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in (9, 10, 11, 12)]


def figures(board: BoardState) -> PromiseFigures:
    session = board.session()
    session.expire_all()
    return promise_figures(session, given.scope(board), since=MONTHS[0], now=board.now())


def surfacing_of(board: BoardState, kept_id: str) -> Surfacing:
    return next(
        one
        for one in queries.inbox(board.session(), given.scope(board), now=board.now())
        if one.kept.public_id == kept_id
    )


def surfaced(board: BoardState, **kept: Any) -> str:
    """Somebody kept who has surfaced for a better role: the surfacing's public id."""
    kept_id = given.kept_candidate(board, **kept)
    given.a_job(board, "Marketing Manager", publish=True)
    return surfacing_of(board, kept_id).public_id


def let_it_end(board: BoardState, *kept_ids: str) -> None:
    """The records' promises ended yesterday and the sweep has been."""
    with board.transaction() as session:
        for kept_id in kept_ids:
            queries.get_kept(session, given.scope(board), kept_id).expires_at = board.now() - timedelta(days=1)
    retention.sweep(board)


# What each figure means


def test_a_promise_is_made_once_the_person_has_agreed(board: BoardState) -> None:
    given.kept_candidate(board, consent="none")
    assert figures(board) == PromiseFigures()
    given.kept_candidate(board, name="Noor Haldane-Aziz")
    assert figures(board) == PromiseFigures(made=1)
    assert figures(board).waiting == 1


def test_a_question_that_nobody_answered_was_no_promise(board: BoardState, clock: Any) -> None:
    given.kept_candidate(board, consent="none")
    clock.advance(timedelta(days=300))
    retention.sweep(board)
    assert figures(board).made == 0


def test_looking_is_not_yet_considering_and_deciding_is(board: BoardState) -> None:
    found = surfaced(board)
    review.open_surfacing(board, found, actor=JUDITH)
    assert figures(board).considered == 0
    review.dismiss(board, found, {"scope": "job", "reason": "Too far"}, actor=JUDITH)
    assert figures(board).considered == 1
    review.undo(board, found, actor=JUDITH)
    assert figures(board).considered == 0


def test_ending_a_rule_does_not_undo_that_somebody_was_considered(board: BoardState) -> None:
    found = surfaced(board)
    review.dismiss(board, found, {"scope": "job", "reason": "Too far"}, actor=JUDITH)
    (rule,) = rules_page(board.session(), given.scope(board), WantedRules(board.now()), PageRequest()).items
    end_rule(board, rule.public_id, actor=RAVI)
    assert figures(board) == PromiseFigures(made=1, considered=1)
    review.snooze(board, found, {"until": "2026-12-24"}, actor=JUDITH)
    review.undo(board, found, actor=JUDITH)
    assert figures(board).considered == 1


def test_who_was_snoozed_for_a_job_that_then_changed_was_considered(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    job = given.a_job(board, "Marketing Manager", publish=True)
    review.snooze(board, surfacing_of(board, kept_id).public_id, {"until": "2026-12-24"}, actor=JUDITH)
    jobs.save_job(board, TOO_JUNIOR, actor=JUDITH, job_id=job)
    assert board.session().scalar(select(func.count()).select_from(Surfacing)) == 0
    assert figures(board) == PromiseFigures(made=1, considered=1)


def test_an_upgrade_counts_what_was_decided_before_it(board: BoardState) -> None:
    found = surfaced(board)
    review.dismiss(board, found, {"scope": "job"}, actor=JUDITH)
    review.undo(board, found, actor=JUDITH)
    assert counted_anew(board) == PromiseFigures(made=1)
    review.dismiss(board, found, {"scope": "job"}, actor=JUDITH)
    (rule,) = rules_page(board.session(), given.scope(board), WantedRules(board.now()), PageRequest()).items
    end_rule(board, rule.public_id, actor=RAVI)
    assert counted_anew(board) == PromiseFigures(made=1, considered=1)
    review.invite(board, found, {"subject": "A role", "body": "Shall we talk?"}, actor=JUDITH)
    assert counted_anew(board) == PromiseFigures(made=1, considered=1, contacted=1)


def counted_anew(board: BoardState) -> PromiseFigures:
    """The figures after the counts were taken away and an upgrade found them again."""
    board.session.remove()
    runner.downgrade(board.engine, "0009")
    runner.upgrade(board.engine)
    return figures(board)


def test_an_invitation_is_considering_and_writing(board: BoardState) -> None:
    found = surfaced(board)
    review.invite(board, found, {"subject": "A role", "body": "Shall we talk?"}, actor=JUDITH)
    assert figures(board) == PromiseFigures(made=1, considered=1, contacted=1)


def test_whoever_is_hired_was_considered(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        kept = queries.get_kept(session, given.scope(board), kept_id)
        service.place(session, kept.candidate_id, actor=JUDITH, now=board.now(), why="hired")
    assert figures(board) == PromiseFigures(made=1, considered=1, hired=1)


def test_a_promise_that_ran_out_unseen_is_on_the_conscience_of_the_page(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    let_it_end(board, kept_id)
    assert figures(board) == PromiseFigures(made=1, lapsed=1)
    page = lapsed_people(
        board.session(), given.scope(board), PageRequest(), since=MONTHS[0], until=MONTHS[-1], now=board.now()
    )
    assert [one.public_id for one in page.items] == [kept_id]


def test_it_has_run_out_on_its_date_whether_or_not_the_sweep_has_come_by(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), kept_id).expires_at = board.now()
    assert figures(board).lapsed == 1


def test_a_promise_that_ran_out_after_a_decision_was_kept(board: BoardState) -> None:
    found = surfaced(board)
    review.dismiss(board, found, {"scope": "job", "reason": "Too far"}, actor=JUDITH)
    let_it_end(board, queries.get_surfacing(board.session(), given.scope(board), found).kept.public_id)
    assert figures(board) == PromiseFigures(made=1, considered=1)


def test_an_erased_person_still_counts_and_is_not_named(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    erase(board, given.kept(board, kept_id).candidate.public_id, actor=ADMIN, why="asked")
    assert figures(board) == PromiseFigures(made=1, stopped=1)


def test_the_parts_add_up_to_the_promises_made(board: BoardState) -> None:
    for name in ("Ada One", "Bo Two", "Cy Three"):
        given.kept_candidate(board, name=name)
    let_it_end(board, given.kept_candidate(board, name="Di Four"))
    given.a_job(board, "Marketing Manager", publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    review.dismiss(board, found[0].public_id, {"scope": "job", "reason": "Too far"}, actor=JUDITH)
    it = figures(board)
    assert it.made == 4 == it.considered + it.lapsed + it.stopped + it.waiting


# Lines


def lines(board: BoardState, by: LedgerBy) -> dict[str, PromiseFigures]:
    total, found = ledger(board.session(), given.scope(board), by, MONTHS, now=board.now())
    assert total == figures(board)
    return {line.key: line.figures for line in found}


def test_the_ledger_by_cohort_recruiter_and_function(board: BoardState, clock: Any) -> None:
    clock.advance(timedelta(days=-40))
    given.kept_candidate(board, name="Ada One")
    clock.advance(timedelta(days=40))
    given.kept_candidate(board, name="Bo Two", functions=["marketing", "sales"])
    assert {key: it.made for key, it in lines(board, LedgerBy.MONTH).items()} == {"1": 1, "2": 1}
    assert {key: it.made for key, it in lines(board, LedgerBy.RECRUITER).items()} == {"judith": 2}
    assert {key: it.made for key, it in lines(board, LedgerBy.FUNCTION).items()} == {"marketing": 2, "sales": 1}


def test_another_boards_promises_are_not_counted(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), kept_id).board = "other"
    assert figures(board).made == 0


# Bench strength


def test_the_bench_counts_each_level_and_how_long_consent_runs(board: BoardState) -> None:
    given.kept_candidate(board, min_level="5", max_level="6")
    soon = given.kept_candidate(board, name="Bo Two", min_level="5", max_level="5")
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), soon).expires_at = board.now() + timedelta(days=20)
    given.kept_candidate(board, name="Cy Three", consent="none", min_level="5", max_level="5")
    given.kept_candidate(board, name="Di Four", consent="expired", min_level="6", max_level="6")
    bench = bench_strength(board.session(), given.scope(board), now=board.now())
    by_level = {cell.level: dict(cell.by_state) for cell in bench.cells if cell.function == "marketing"}
    assert by_level == {
        5: {ConsentState.LIVE: 1, ConsentState.ENDING_30: 1, ConsentState.ASKED: 1},
        6: {ConsentState.LIVE: 1, ConsentState.ENDED: 1},
    }
    assert sum(bench.total.values()) == 4


def test_whoever_is_not_to_be_contacted_is_not_on_the_bench(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), kept_id).candidate.do_not_contact = True
    assert bench_strength(board.session(), given.scope(board), now=board.now()).cells == ()


# Cost


def test_each_report_is_one_statement(
    board: BoardState, count_statements: Callable[[Any], AbstractContextManager[Any]]
) -> None:
    given.kept_candidate(board)
    scope, session = given.scope(board), board.session()
    for read in (
        lambda: promise_figures(session, scope, since=MONTHS[0], now=board.now()),
        lambda: ledger(session, scope, LedgerBy.FUNCTION, MONTHS, now=board.now()),
        lambda: bench_strength(session, scope, now=board.now()),
    ):
        with count_statements(board.engine) as statements:
            read()
        assert statements.count == 1


def test_a_page_of_reports_costs_the_same_for_one_person_and_for_nine(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[[Any], AbstractContextManager[Any]]
) -> None:
    paths = ("/reports", "/reports?by=recruiter&page=2", "/reports/bench", "/reports/ledger.csv")

    def costs() -> dict[str, int]:
        found = {}
        for path in paths:
            recruiter.get(DESK + path)
            with count_statements(board.engine) as statements:
                assert recruiter.get(DESK + path).status_code == 200
            found[path] = statements.count
        return found

    let_it_end(board, given.kept_candidate(board, name="Person 0"))
    for_one = costs()
    let_it_end(board, *(given.kept_candidate(board, name=f"Person {number}") for number in range(1, 9)))
    assert costs() == for_one
    assert max(for_one.values()) <= 8


# Pages and files


def test_the_ledger_names_whom_nobody_considered_and_says_what_counts(
    board: BoardState, recruiter: FlaskClient
) -> None:
    let_it_end(board, given.kept_candidate(board))
    page = recruiter.get(f"{DESK}/reports").get_data(as_text=True)
    assert "One promise ended before anyone looked" in page
    assert "Maren Okafor-Lund" in page
    assert "Being listed, or opened and scrolled past, is not being considered" in page
    assert "style=" not in page
    cohort = recruiter.get(f"{DESK}/reports?made=2026-11").get_data(as_text=True)
    assert "promised in November 2026: 1 person by name" in cohort
    assert "Nobody’s promise ended unconsidered" in recruiter.get(f"{DESK}/reports?made=2026-10").get_data(as_text=True)


def test_an_empty_ledger_teaches(recruiter: FlaskClient) -> None:
    assert "No promise was made in these months" in recruiter.get(f"{DESK}/reports").get_data(as_text=True)
    assert "Nobody is on the bench yet" in recruiter.get(f"{DESK}/reports/bench").get_data(as_text=True)


def test_the_list_by_name_is_paginated(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_PAGE_SIZE=2)
    board, recruiter = board_of(app), client_as(app, JUDITH)
    let_it_end(board, *(given.kept_candidate(board, name=f"Person {number}") for number in range(3)))
    page = recruiter.get(f"{DESK}/reports").get_data(as_text=True)
    assert "Next people" in page
    assert "People 3 to" in recruiter.get(f"{DESK}/reports?page=2").get_data(as_text=True)
    close_host(app)


def test_reports_are_for_those_who_may_view_them(app: Flask) -> None:
    for path in ("/reports", "/reports/bench", "/reports/ledger.csv", "/reports/bench.csv"):
        for actor, status in ((JUDITH, 200), (ADMIN, 200), (IDRIS, 403), (HELENA, 403)):
            assert client_as(app, actor).get(DESK + path).status_code == status
    assert "Reports" not in client_as(app, IDRIS).get(f"{DESK}/").get_data(as_text=True)
    assert f"{DESK}/reports" in client_as(app, RAVI).get(f"{DESK}/").get_data(as_text=True)


def test_the_files_are_numbers_and_texts_that_come_back_as_they_were(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        queries.get_kept(session, given.scope(board), kept_id).owner_name = "=cmd|' /C calc'!A0"
    response = recruiter.get(f"{DESK}/reports/ledger.csv?by=recruiter")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows[0]["recruiter"] == "'=cmd|' /C calc'!A0"
    assert [int(rows[0][name]) for name in ("made", "considered", "still_waiting")] == [1, 0, 1]
    bench = recruiter.get(f"{DESK}/reports/bench.csv").get_data().decode("utf-8-sig")
    assert {row["function"] for row in csv.DictReader(io.StringIO(bench))} == {"Marketing"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_of_a_file_is_a_formula(start: str) -> None:
    assert csv_text(["a", "b"], [(f"{start}1+1", 12)]).splitlines()[-1].lstrip('"').startswith(("'",)) or start == "\r"
    assert next(iter(list(csv.reader(io.StringIO(csv_text(["a"], [(f"{start}1",)]), newline="")))[1:]))[0][0] == "'"


# Periods and drawings


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "first", "last", "cohorts"),
    [
        ({}, date(2025, 12, 1), date(2026, 11, 1), 12),
        ({"from": "2026-03", "to": "2026-05"}, date(2026, 3, 1), date(2026, 5, 1), 3),
        ({"from": "2026-05", "to": "2026-03"}, date(2026, 3, 1), date(2026, 3, 1), 1),
        ({"from": "2024-01", "to": "2026-11"}, date(2024, 1, 1), date(2026, 11, 1), 12),
        ({"from": "1999-01", "to": "2099-01"}, date(2021, 12, 1), date(2026, 11, 1), 20),
        ({"from": "nonsense", "to": "2026-13"}, date(2025, 12, 1), date(2026, 11, 1), 12),
    ],
)
def test_a_period_is_whole_months_and_long_ones_are_cut_into_quarters(
    app: Flask, asked: dict[str, str], first: date, last: date, cohorts: int
) -> None:
    with app.test_request_context("/recruit/"):
        from jobboard.web.present import Words

        board = app.extensions["jobboard"]["jobboard"]
        words = Words("en_GB", board.zone, board.ladder, board.now(), "GBP", "mi")
        chosen = periods.read_period(asked, words)
        assert (chosen.first, chosen.last, len(chosen.labels(words))) == (first, last, cohorts)
        assert chosen.starts == tuple(sorted(chosen.starts))


@pytest.mark.parametrize(("largest", "step"), [(0, 1), (6, 1), (7, 2), (30, 5), (31, 10), (50_000, 10_000)])
def test_an_axis_has_at_most_six_round_steps(largest: int, step: int) -> None:
    assert tick_step(largest) == step


def test_the_parts_of_a_bar_stand_beside_each_other_on_one_scale() -> None:
    drawn = stacked([("All", [("1", 10), ("2", 0), ("3", 10)], "20"), ("Half", [("1", 10)], "10")])
    first, second = drawn.bars
    assert [part.paint for part in first.parts] == ["1", "3"]
    assert first.parts[0].width == second.parts[0].width
    assert first.parts[1].x >= first.parts[0].x + first.parts[0].width


def test_kept_statuses_are_all_accounted_for() -> None:
    from jobboard.keep_on_file import ledger as book

    known = {*book._NOT_YET_MADE, *book._STOPPED, *book._PERHAPS_NEVER_MADE}
    known |= {KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION, KeptStatus.PLACED}
    assert known == set(KeptStatus)
    assert KeptCandidate.__tablename__ == "jobboard_kept_candidate"
