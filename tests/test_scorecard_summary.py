"""What scorecards come to: each figure says what it rests on, and nobody is averaged away."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from jobboard.applications.dispositions import TOO_SENIOR
from jobboard.effects import drain
from jobboard.errors import EvidenceRequired
from jobboard.flows import close_application, interviews, teams
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import HELENA, IDRIS, JUDITH, RAVI
from tests.support.interviewed import DESK, WORK_SAMPLE, Interviewed

SUMMARY = "What the scorecards say"


@pytest.fixture
def held(app: Flask, board: BoardState) -> Interviewed:
    """See ``Interviewed``."""
    return Interviewed(app, board)


def summary(page: str) -> str:
    """The part of a page that sums up."""
    return page.split(SUMMARY)[1].split("</section>")[0]


def test_a_figure_says_how_many_ratings_by_how_many_people_it_rests_on(held: Interviewed) -> None:
    held.write(IDRIS, rating_0="3")
    held.write(RAVI, rating_0="4", note_0="Knew the margin.")
    said = summary(held.page())
    assert "2 scorecards, 2 interviewers, from today" in said
    assert "<strong>Budgets</strong>: 3.5 of 4" in said
    assert "2 ratings, 2 interviewers, from today" in said
    assert "Idris Vale 3 good and Ravi Thornbury 4 strong." in said
    assert "Knew the margin." in said
    assert said.index("Skills") < said.index("Budgets") < said.index("Values")


def test_who_differs_widely_is_named_and_not_averaged(held: Interviewed) -> None:
    held.write(IDRIS, rating_0="1")
    held.write(RAVI, rating_0="4")
    said = summary(held.page())
    assert "They differ: 1 poor to 4 strong" in said
    assert "Idris Vale 1 poor and Ravi Thornbury 4 strong." in said
    assert " of 4" not in said


def test_one_rating_is_told_as_it_is(held: Interviewed) -> None:
    held.write(IDRIS, rating_0="3")
    said = summary(held.page())
    assert "<strong>Budgets</strong>: 3 good" in said
    assert "1 rating, 1 interviewer" in said
    assert "Nobody saw it" in said
    assert "Not seen by Idris Vale." in said


def test_no_decision_is_counted_apart_and_never_as_a_no(held: Interviewed) -> None:
    held.write(IDRIS, overall="NO_DECISION")
    held.write(RAVI, overall="STRONG_YES")
    said = summary(held.page())
    assert "Idris Vale could not tell. That is not a no." in said
    assert "They differ" not in said


def test_a_yes_and_a_no_differ(held: Interviewed) -> None:
    held.write(IDRIS, overall="NO")
    held.write(RAVI, overall="YES")
    assert "They differ" in summary(held.page())


def test_old_cards_say_their_age(held: Interviewed, clock: Any) -> None:
    held.write(IDRIS, rating_0="3")
    clock.advance(timedelta(days=14 * 30.5))
    assert "1 scorecard, 1 interviewer, 14 months old" in summary(held.page())


def test_a_missing_card_is_named_with_since_when_it_is_due(held: Interviewed) -> None:
    held.write(IDRIS)
    assert "Ravi Thornbury’s scorecard of Work sample is due since Saturday." in summary(held.page())
    assert "Your scorecard of Work sample is due since Saturday." in summary(held.page(RAVI))
    held.write(RAVI)
    assert "is due since" not in held.page()


@pytest.mark.parametrize("became", ["no_show", "cancelled"])
def test_nobody_owes_a_card_of_a_meeting_that_was_none(held: Interviewed, became: str) -> None:
    interviews.mark_interview(held.board, held.interview, became, actor=JUDITH)
    assert SUMMARY not in held.page()


def test_nothing_is_due_before_the_meeting_is_over_or_after_the_end(held: Interviewed) -> None:
    held.meet(date="2026-12-01", name="Meeting")
    assert "of Meeting is due" not in held.page()
    close_application.close(
        held.board, held.application, {"disposition": "withdrew_personal", "message": "none"}, actor=JUDITH
    )
    assert "is due since" not in held.page()


def test_ratings_of_several_rounds_come_together_by_attribute(held: Interviewed) -> None:
    later = held.meet(
        date="2026-11-23", panel=("ravi",), name="Meeting", **{"attributes-0": "budgets", "category-1": ""}
    )
    held.write(RAVI, rating_0="2")
    held.write(RAVI, later, rating_0="4")
    said = summary(held.page())
    assert "Differs by round: 2 fair to 4 strong" in said
    assert "Ravi Thornbury 2 fair in Work sample and Ravi Thornbury 4 strong in Meeting." in said
    assert "2 ratings, 1 interviewer" in said
    assert said.count("udgets</strong>") == 1


def test_others_cards_stay_out_until_ones_own_is_in(held: Interviewed) -> None:
    held.write(IDRIS, overall="STRONG_YES", rating_0="4", size="2", note_0="By heart.")
    sealed = held.page(RAVI)
    assert "Left out until your own is in: what Idris Vale wrote." in sealed
    whole = held.page(JUDITH)
    for told in ("By heart.", "Scorecard: strong yes", "Far above"):
        assert told not in sealed
        assert told in whole
    held.write(RAVI)
    opened = held.page(RAVI)
    assert "Left out" not in opened
    assert "By heart." in opened


def test_how_big_others_found_them_is_not_given_away_by_the_comparison(app: Flask, board: BoardState) -> None:
    held = Interviewed(app, board, past=())
    held.write(IDRIS, size="2")
    said = "in the eyes of the interviewers"
    assert said in held.page(JUDITH)
    assert said not in held.page(RAVI)
    people = f"{DESK}/jobs/{held.job}"
    assert "2 above" in held.page(JUDITH, people)
    assert "2 above" not in held.page(RAVI, people)


def test_closing_somebody_rests_on_no_card_that_is_sealed(app: Flask, board: BoardState) -> None:
    held = Interviewed(app, board, past=())
    held.write(IDRIS, size="2")
    path = f"{DESK}/applications/{held.application}/close"
    several = f"{DESK}/jobs/{held.job}/selected/close?pick={held.application}"
    told = "in the eyes of the interviewers"
    assert told in held.page(JUDITH, path)
    assert "Their level is 2 above" in held.page(JUDITH, several)
    assert told not in held.page(RAVI, path)
    assert "Left out until your own is in: what Idris Vale wrote." in held.page(RAVI, path)
    assert "Their level is 2 above" not in held.page(RAVI, several)
    form = {"disposition": TOO_SENIOR, "evidence": ["level"], "message": "none"}
    with pytest.raises(EvidenceRequired):
        close_application.close(board, held.application, form, actor=RAVI)
    close_application.close(board, held.application, form, actor=JUDITH)


def test_a_proposal_to_keep_somebody_rests_on_no_card_that_is_sealed(app: Flask, board: BoardState) -> None:
    held = Interviewed(app, board, past=())
    held.write(IDRIS, size="2")
    close_application.close(board, held.application, {"disposition": "timing", "message": "none"}, actor=RAVI)
    assert "2 levels above Marketing Coordinator" in held.page(JUDITH, f"{DESK}/kept/proposed")
    assert "2 levels above" not in held.page(RAVI, f"{DESK}/kept/proposed")
    assert "What is known does not settle it." in held.page(RAVI, f"{DESK}/kept/proposed")


def test_the_reasons_of_a_better_role_keep_sealed_cards_to_themselves(held: Interviewed) -> None:
    board = held.board
    held.write(IDRIS, overall="STRONG_YES", takeaways="Ran the whole quarter.")
    given.a_consent(board, held.person)
    form = {"disposition": TOO_SENIOR, "evidence": ["level"], "keep": "yes", "message": "none"}
    kept = close_application.close(board, held.application, form, actor=JUDITH).kept_id
    job = given.a_job(board, "Marketing Manager", publish=True)
    drain(board)
    (found,) = queries.inbox(board.session(), given.scope(board), now=board.now())
    pages = {
        "inbox": f"{DESK}/inbox/{found.public_id}",
        "why not": f"{DESK}/kept/{kept}/why-not?job={job}",
    }
    for name, path in pages.items():
        assert "Interviewers said strong yes. “Ran the whole quarter.”" in held.page(JUDITH, path), name
        sealed = held.page(RAVI, path)
        assert "Interviewers said" not in sealed, name
        assert "Ran the whole quarter" not in sealed, name
        assert "is left out until your own scorecard is in" in sealed, name


def test_the_persons_own_page_keeps_sealed_cards_to_itself(held: Interviewed) -> None:
    held.write(IDRIS, overall="STRONG_YES")
    path = f"{DESK}/candidates/{held.person}"
    assert "Scorecard: strong yes" not in held.page(RAVI, path)
    assert "Scorecard: strong yes" in held.page(JUDITH, path)
    held.write(RAVI)
    assert "Scorecard: strong yes" in held.page(RAVI, path)


def test_an_interviewer_reads_the_summary_of_their_own_interview(held: Interviewed) -> None:
    later = held.meet(date="2026-11-23", panel=("ravi",), name="Meeting")
    held.write(RAVI, later, rating_0="1")
    held.write(RAVI, rating_0="3")
    assert SUMMARY not in held.card(IDRIS)
    held.write(IDRIS, rating_0="4")
    said = summary(held.card(IDRIS))
    assert "3.5 of 4" in said
    assert "1 poor.</p>" not in said


def test_a_hiring_manager_of_the_job_reads_it_and_nobody_else_does(held: Interviewed) -> None:
    held.write(IDRIS)
    path = f"{DESK}/applications/{held.application}"
    assert held.by(HELENA).get(path).status_code == 404
    assert held.by(IDRIS).get(path).status_code == 403
    teams.join(held.board, held.job, HELENA.id, actor=JUDITH)
    assert SUMMARY in held.page(HELENA)


def test_another_clients_job_is_not_told(held: Interviewed) -> None:
    held.write(IDRIS, rating_0="4")
    other = given.an_application(held.board, held.person, given.a_job(held.board, "Brand Manager", publish=True))
    assert SUMMARY not in held.page(JUDITH, f"{DESK}/applications/{other}")


def test_more_interviews_cost_no_more_statements(
    held: Interviewed, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    held.write(IDRIS, rating_0="3")
    counts = []
    for day in (22, 23):
        with count_statements(held.board.engine) as statements:
            held.page()
        counts.append(statements.count)
        meeting = held.meet(date=f"2026-11-{day}", name=f"Round {day}")
        held.write(IDRIS, meeting, rating_0="4")
        held.write(RAVI, meeting, rating_0="2")
    with count_statements(held.board.engine) as statements:
        held.page()
    assert {*counts, statements.count} == {counts[0]}
    assert WORK_SAMPLE["name"] in held.page()
