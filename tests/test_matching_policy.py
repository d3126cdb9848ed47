"""The policy in force: configuration first, then what was switched on, never what is unknown or unsafe."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from jobboard import JobBoard
from jobboard.errors import ConfigurationError, InvalidInput
from jobboard.flows import jobs
from jobboard.flows.policy import policy
from jobboard.keep_on_file.matching.points import DEFAULT
from jobboard.keep_on_file.models import MatchingPolicy, Surfacing, SurfacingStatus
from jobboard.keep_on_file.policies import Settings, each_points, with_points
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import Statements


def switch_on(board: BoardState, version: int, settings: Settings) -> None:
    """As if it had been looked back on and switched on."""
    with board.transaction() as session:
        session.add(
            MatchingPolicy(
                board=board.name,
                version=version,
                settings=settings.to_json(),
                adopted_by_id="ada",
                adopted_by_name="Ada",
                adopted_at=board.now(),
            )
        )


def test_a_board_starts_with_its_configuration(board: BoardState) -> None:
    found = policy(board)
    assert (found.version, found.reach, found.gates_off, found.points) == (1, 1, frozenset(), DEFAULT)


def test_the_newest_version_is_in_force(
    board: BoardState, count_statements: Callable[[Engine], AbstractContextManager[Statements]]
) -> None:
    switch_on(board, 2, Settings(reach=2, points=replace(DEFAULT, skills=30)))
    switch_on(board, 3, Settings(gates_off=frozenset({"pay"})))
    with count_statements(board.engine) as statements:
        found = policy(board)
    assert (found.version, found.reach, found.gates_off) == (3, 1, frozenset({"pay"}))
    assert statements.count == 1


@pytest.mark.parametrize("name", ["consent", "active", "contactable", "conzent", ""])
def test_what_protects_people_and_what_is_unknown_cannot_be_switched_off(name: str) -> None:
    with pytest.raises(InvalidInput):
        Settings(gates_off=frozenset({name})).checked()


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (Settings(reach=4), "reach"),
        (Settings(reach=-1), "reach"),
        (Settings(points=replace(DEFAULT, skills=61)), "skills"),
        (Settings(points=replace(DEFAULT, closed={**DEFAULT.closed, "timing": -99})), "closed_timing"),
        (Settings(points=replace(DEFAULT, closed={"liked": 5})), "points"),
    ],
)
def test_numbers_stay_within_bounds(settings: Settings, field: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        settings.checked()
    assert field in problem.value.errors


def test_settings_come_back_as_they_were() -> None:
    wanted = Settings(2, frozenset({"pay", "place"}), replace(DEFAULT, closed={**DEFAULT.closed, "timing": 7}))
    assert Settings.from_json(wanted.to_json()) == wanted
    assert with_points(each_points(wanted.points)) == wanted.points


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("JOBBOARD_GATES_OFF", "pay,plaice", "no gate called 'plaice'"),
        ("JOBBOARD_GATES_OFF", "consent", "is always on"),
        ("JOBBOARD_REACH", "9", "from 0 to 3"),
    ],
)
def test_a_configuration_that_names_no_gate_stops_the_app(tmp_path: Path, key: str, value: str, said: str) -> None:
    app = Flask(__name__, instance_path=str(tmp_path))
    app.config.update({"SECRET_KEY": "x", key: value})
    with pytest.raises(ConfigurationError, match=said):
        JobBoard(app)


@pytest.mark.parametrize("decision", ["seen", "snoozed", "dismissed", "converted"])
def test_a_new_policy_does_not_ask_again_what_was_decided(board: BoardState, decision: str) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    with board.transaction() as session:
        found = session.scalars(select(Surfacing)).one()
        found.status = SurfacingStatus(decision)
    switch_on(board, 2, Settings(reach=2))
    jobs.move_job(board, job_id, "on_hold", actor=given.RECRUITER)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert [row.status for row in board.session().scalars(select(Surfacing))] == [SurfacingStatus(decision)]


def policy_check(app: Flask) -> dict[str, str]:
    """What doctor says about the policy."""
    lines = app.test_cli_runner().invoke(args=["jobboard", "doctor", "--json"]).stdout.splitlines()
    found: dict[str, str] = next(check for check in map(json.loads, lines) if check["check"] == "policy")
    return found


def test_doctor_says_which_policy_holds(app: Flask, board: BoardState) -> None:
    assert policy_check(app)["sentence"] == "No matching policy was switched on; the configuration holds."
    switch_on(board, 2, Settings(reach=2))
    assert "do nothing" in policy_check(app)["sentence"]
    switch_on(board, 3, Settings(points=replace(DEFAULT, skills=30)))
    assert policy_check(app)["sentence"] == "Matching policy 3 is on."


def test_doctor_names_a_policy_that_cannot_be_read(app: Flask, board: BoardState) -> None:
    switch_on(board, 2, Settings())
    with board.transaction() as session:
        found = session.scalars(select(MatchingPolicy)).one()
        found.settings = {**found.settings, "charm": 3}
    check = policy_check(app)
    assert check["finding"] == "problem"
    assert "settings has 'charm', which nothing here knows." in check["sentence"]
