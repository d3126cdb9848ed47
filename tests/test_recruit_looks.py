"""The log of looks on its pages and the terminal: what was asked, who was found, and the same judged again."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from jobboard.access import SYSTEM
from jobboard.flows import review
from jobboard.flows.erase_candidate import erase
from jobboard.flows.looks import get_look
from jobboard.keep_on_file import policies, queries, runs
from jobboard.keep_on_file.matching import criteria
from jobboard.keep_on_file.matching.stored import person_from_json, person_to_json
from jobboard.keep_on_file.models import SurfacingRun, SurfacingRunEntry
from jobboard.keep_on_file.replay import Replay
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import Statements
from tests.test_recruit_pages import text_of


def a_look(board: BoardState) -> tuple[str, str]:
    """A job that brought Maren and Ines back: its public id, and the look's."""
    given.kept_candidate(board)
    given.kept_candidate(board, name="Ines Fairweather")
    job_id = given.a_job(board, publish=True)
    run = board.session().scalars(select(SurfacingRun).order_by(SurfacingRun.id.desc())).first()
    assert run is not None
    return job_id, run.public_id


def judged_again(board: BoardState, look_id: str) -> Replay:
    """What judging the look again says."""
    again = get_look(board, look_id, actor=given.RECRUITER, judge_again=True).again
    assert again is not None
    return again


def test_a_look_judged_again_gives_the_same_list(board: BoardState) -> None:
    _, look_id = a_look(board)
    again = judged_again(board, look_id)
    assert (again.same, again.judged, again.erased) == (True, 2, 0)


def test_it_is_the_same_whatever_has_become_of_job_person_and_clock(board: BoardState, clock: Any) -> None:
    job_id, look_id = a_look(board)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    with board.transaction() as session:
        given.job(board, job_id).level_rank = 9
        queries.get_surfacing(session, given.scope(board), found.public_id).kept.places = ["Cardiff"]
    review.dismiss(board, found.public_id, {"scope": "always"}, actor=given.RECRUITER)
    clock.advance(timedelta(days=400))
    assert judged_again(board, look_id).same


def test_an_erased_person_drops_out_and_is_counted(board: BoardState) -> None:
    _, look_id = a_look(board)
    entry = get_look(board, look_id, actor=SYSTEM).entries[0]
    erase(board, entry.kept.candidate.public_id, actor=SYSTEM, why="asked by letter")
    board.session.remove()
    again = judged_again(board, look_id)
    assert (again.same, again.judged, again.erased) == (True, 1, 1)


def test_changed_rules_are_told_person_by_person(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    _, look_id = a_look(board)
    monkeypatch.setattr("jobboard.keep_on_file.replay.RULES", policies.RULES + 1)
    monkeypatch.setattr(criteria, "CRITERIA", ())
    monkeypatch.setattr("jobboard.keep_on_file.matching.rank.CRITERIA", ())
    again = judged_again(board, look_id)
    assert not again.same
    assert (again.rules_then, again.rules_now) == (policies.RULES, policies.RULES + 1)
    assert re.fullmatch(r"Scores 0 now, \d+ then\.", again.differences[0].sentence)


def test_another_order_is_a_difference_of_its_own(board: BoardState) -> None:
    _, look_id = a_look(board)
    with board.transaction() as session:
        first, second = session.scalars(select(SurfacingRunEntry).order_by(SurfacingRunEntry.place))
        facts = person_from_json(second.facts)
        overall = replace(facts.interview, overalls=("STRONG_YES", "STRONG_YES"))
        second.facts = person_to_json(replace(facts, interview=overall))
    said = [each.sentence for each in judged_again(board, look_id).differences]
    assert len(said) == 3
    assert f"{first.score} then." in said[0]
    assert said[1:] == [
        "Stands at 1 now, at 2 then, of those still listed.",
        "Stands at 2 now, at 1 then, of those still listed.",
    ]


def test_facts_that_cannot_be_read_are_named_and_not_hidden(board: BoardState) -> None:
    _, look_id = a_look(board)
    with board.transaction() as session:
        session.execute(update(SurfacingRunEntry).values(facts={"format": 99}))
    again = judged_again(board, look_id)
    assert again.differences[0].sentence.startswith("This person was stored in format 99")
    with board.transaction() as session:
        session.execute(update(SurfacingRun).values(policy={}))
    assert "this version reads" in judged_again(board, look_id).problem


def test_a_job_leads_to_its_looks_and_a_look_to_its_people(board: BoardState, recruiter: FlaskClient) -> None:
    job_id, look_id = a_look(board)
    assert "Looks at the bench" in text_of(recruiter, f"/jobs/{job_id}")
    listed = text_of(recruiter, f"/jobs/{job_id}/looks")
    assert "1 look at the bench for Marketing Manager" in listed
    assert "The job was published." in listed
    page = text_of(recruiter, f"/looks/{look_id}")
    assert "2 people surfaced for Marketing Manager today" in page
    assert "2 read, 2 passed every gate, 2 surfaced" in page
    assert "Up to 1 level above the highest held; every gate on." in page
    assert "Maren Okafor-Lund" in page
    assert "Nobody has looked yet" in page


def test_the_button_judges_again_and_writes_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    _, look_id = a_look(board)
    page = text_of(recruiter, f"/looks/{look_id}?again=yes")
    assert "The same: 2 people judged again by the facts and the policy of then" in page


def test_a_look_says_what_was_done(board: BoardState, recruiter: FlaskClient) -> None:
    _, look_id = a_look(board)
    first, second = queries.inbox(board.session(), given.scope(board), now=board.now())
    review.open_surfacing(board, first.public_id, actor=given.RECRUITER)
    review.dismiss(board, second.public_id, {"scope": "job"}, actor=given.RECRUITER)
    page = text_of(recruiter, f"/looks/{look_id}")
    assert "Seen by Judith Amaro-Kell today, no decision yet" in page
    assert "Set aside, by Judith Amaro-Kell today" in page


def test_an_erased_person_has_no_name_in_the_log(board: BoardState, recruiter: FlaskClient) -> None:
    _, look_id = a_look(board)
    entry = get_look(board, look_id, actor=SYSTEM).entries[0]
    erase(board, entry.kept.candidate.public_id, actor=SYSTEM, why="asked by letter")
    board.session.remove()
    assert "An erased person" in text_of(recruiter, f"/looks/{look_id}")


def test_looks_of_another_board_are_not_there(recruiter: FlaskClient) -> None:
    text_of(recruiter, "/looks/01ARZ3NDEKTSV4RRFFQ69G5FAV", status=404)


def test_the_pages_stay_within_few_statements(
    board: BoardState,
    recruiter: FlaskClient,
    count_statements: Callable[[Engine], AbstractContextManager[Statements]],
) -> None:
    job_id, look_id = a_look(board)
    with count_statements(board.engine) as listed:
        text_of(recruiter, f"/jobs/{job_id}/looks")
    with count_statements(board.engine) as opened:
        text_of(recruiter, f"/looks/{look_id}?again=yes")
    assert listed.count <= 6
    assert opened.count <= 3


def test_the_terminal_says_same_or_what_differs(app: Flask, board: BoardState) -> None:
    _, look_id = a_look(board)
    runner = app.test_cli_runner()
    same = runner.invoke(args=["jobboard", "surface", "--replay", look_id])
    assert (same.exit_code, same.output.split(":")[0]) == (0, "same")
    with board.transaction() as session:
        entry = session.scalars(select(SurfacingRunEntry).order_by(SurfacingRunEntry.place)).first()
        assert entry is not None
        entry.score += 1
    other = runner.invoke(args=["jobboard", "surface", "--replay", look_id, "--json"])
    said = json.loads(other.output)
    assert other.exit_code == 1
    assert (said["same"], said["judged"], len(said["differences"])) == (False, 2, 1)


def test_the_look_that_explains_a_surfacing_is_known(board: BoardState) -> None:
    _, look_id = a_look(board)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    assert runs.run_id_of(board.session(), found) == look_id


def test_an_opened_surfacing_leads_to_its_look(board: BoardState, recruiter: FlaskClient) -> None:
    _, look_id = a_look(board)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    assert "The look it came from" in text_of(recruiter, f"/inbox/{found.public_id}")
    response = recruiter.get(f"/recruit/inbox/{found.public_id}/look")
    assert response.location.endswith(f"/looks/{look_id}")
    with board.transaction() as session:
        queries.get_surfacing(session, given.scope(board), found.public_id).run_id = None
    text_of(recruiter, f"/inbox/{found.public_id}/look", status=404)
