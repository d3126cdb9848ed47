"""The policy's pages and commands: what is in force, a change looked back on, switched on with a note, by an admin."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from jobboard.flows.policy import policy
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.points import DEFAULT
from jobboard.keep_on_file.models import PolicyProposal
from jobboard.keep_on_file.policies import Settings, each_points
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.present_policy import POINTS, form_values, in_one_line
from tests.support.boards import client_as
from tests.support.databases import Statements, on_sqlite
from tests.support.host import ADMIN, JUDITH
from tests.test_recruit_pages import text_of, words_of


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """A visitor logged in as an administrator."""
    return client_as(app, ADMIN)


def a_change(**changes: Any) -> dict[str, Any]:
    """The form as it is sent: everything as in force, but for ``changes``."""
    return form_values(Settings()) | {"openings": "20"} | changes


def all_but(*names: str) -> list[str]:
    """The gates that are on."""
    return [gate.name for gate in GATES if not gate.always_on and gate.name not in names]


def proposed(admin: FlaskClient, board: BoardState, **changes: Any) -> str:
    """A proposal's public id, sent through the page."""
    response = admin.post("/recruit/policy/propose", data=a_change(**changes))
    assert response.status_code == 302, words_of(response.get_data(as_text=True))
    board.session.remove()
    found = board.session().scalars(select(PolicyProposal.public_id).order_by(PolicyProposal.id.desc())).first()
    assert found is not None
    return found


def an_opening(board: BoardState) -> None:
    """One that Maren surfaced for, and Ines would but for her pay floor."""
    given.kept_candidate(board)
    given.kept_candidate(board, name="Ines Fairweather", pay_floor="60,000")
    given.a_job(board, publish=True)


def test_every_point_has_its_words_on_the_form() -> None:
    assert {name for rows in POINTS.values() for name in rows} == set(each_points(DEFAULT))


def test_the_page_says_what_is_in_force(admin: FlaskClient) -> None:
    page = text_of(admin, "/policy")
    assert "Matching policy 1 is in force" in page
    assert "14 gates, in order" in page
    assert "Always on Consent to keep on file is live" in page
    assert f"All skills asked for, at most +{DEFAULT.skills}" in page
    assert "Nothing has been switched on yet" in page


@on_sqlite
@pytest.mark.parametrize("path", ["/policy", "/policy/propose", "/policy/proposals/x"])
def test_only_an_administrator_may(app: Flask, path: str) -> None:
    assert client_as(app, JUDITH).get(f"/recruit{path}").status_code == 403


def test_a_change_is_looked_back_on_and_then_switched_on(admin: FlaskClient, board: BoardState) -> None:
    an_opening(board)
    proposal = proposed(admin, board, gates=all_but("pay"))
    page = text_of(admin, f"/policy/proposals/{proposal}")
    assert "1 surfacing would appear and none disappear over 3 past openings" in page
    assert "Gate “Pay floor” on → off" in page
    assert "Ines Fairweather" in page
    assert "Nobody yet, so there is nothing to compare with." in page
    assert policy(board).version == 1
    refused = admin.post(f"/recruit/policy/proposals/{proposal}/switch-on", data={"note": ""})
    assert (refused.status_code, "Say why" in refused.get_data(as_text=True)) == (422, True)
    done = admin.post(
        f"/recruit/policy/proposals/{proposal}/switch-on",
        data={"note": "Floors are talked about"},
        follow_redirects=True,
    )
    said = words_of(done.get_data(as_text=True))
    assert "Policy 2 is on." in said
    assert "Matching policy 2 is in force" in said
    assert "Floors are talked about" in said
    assert "Switched on as policy 2." in text_of(admin, f"/policy/proposals/{proposal}")


def test_a_proposal_that_waits_is_named_and_one_that_is_outdated_says_so(admin: FlaskClient, board: BoardState) -> None:
    first, second = proposed(admin, board, reach="2"), proposed(admin, board, reach="0")
    page = text_of(admin, "/policy")
    assert "Changes are proposed and not switched on" in page
    assert "Reach 2" in page
    assert "Reach 0" in page
    admin.post(f"/recruit/policy/proposals/{first}/switch-on", data={"note": "Now"})
    assert "Policy 2 has come into force since" in text_of(admin, f"/policy/proposals/{second}")
    again = admin.post(f"/recruit/policy/proposals/{second}/switch-on", data={"note": "Now"})
    assert again.status_code == 409
    assert "proposed and not switched on" not in text_of(admin, "/policy")


def test_a_proposal_says_in_one_line_what_it_changes() -> None:
    before = Settings(points=replace(DEFAULT, field=30))
    after = Settings(reach=2, gates_off=frozenset({"pay"}), points=replace(DEFAULT, field=25))
    pay = next(gate.label for gate in GATES if gate.name == "pay")
    line = f"Gate “{pay}” off, reach 2, +30 → +25 the same line of work, at most"
    assert in_one_line(before, after) == line
    many = replace(after.points, skills=1, text=1, same_function=1)
    assert in_one_line(before, replace(after, points=many)).endswith(", and 2 more")


def test_progress_is_shown_with_counts(admin: FlaskClient, board: BoardState) -> None:
    an_opening(board)
    proposal = proposed(admin, board, reach="2")
    with board.transaction() as session:
        found = session.scalars(select(PolicyProposal)).one()
        found.done, found.finished_at = 1, None
    page = text_of(admin, f"/policy/proposals/{proposal}")
    assert "Looking back: 1 of 3 openings" in page
    assert "Less than a minute left." in page
    assert "Switch on" not in page


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reach": "7"}, "Write a number from 0 to 3."),
        ({"skills": "-5"}, "Write a whole number from 0 to 60."),
        ({"stale": "5"}, "Write a whole number from −60 to 0."),
        ({"text": "many"}, "Write a whole number."),
        ({"gates": ["pay", "plaice"]}, "Choose from the list."),
        ({"gates": ["consent"]}, "Choose from the list."),
        ({"openings": "5000"}, "Write a number from 1 to 100."),
        ({}, "Nothing is different from the policy in force."),
    ],
)
def test_what_cannot_be_used_comes_back_with_its_sentence(
    admin: FlaskClient, board: BoardState, changes: dict[str, Any], said: str
) -> None:
    form = a_change(gates=all_but()) | changes
    response = admin.post("/recruit/policy/propose", data=form)
    assert response.status_code == 422
    assert said in words_of(response.get_data(as_text=True))
    assert board.session().scalars(select(PolicyProposal)).all() == []


def test_a_minus_as_it_is_printed_is_understood(admin: FlaskClient, board: BoardState) -> None:
    proposed(admin, board, stale="−9", gates=all_but())
    stored = board.session().scalars(select(PolicyProposal)).one()
    assert Settings.from_json(stored.settings).points.stale == -9


def test_the_pages_stay_within_few_statements(
    admin: FlaskClient, board: BoardState, count_statements: Callable[[Engine], AbstractContextManager[Statements]]
) -> None:
    an_opening(board)
    proposal = proposed(admin, board, gates=all_but("pay"))
    with count_statements(board.engine) as first:
        text_of(admin, "/policy")
    with count_statements(board.engine) as second:
        text_of(admin, f"/policy/proposals/{proposal}")
    assert first.count <= 6
    assert second.count <= 6


def run(app: Flask, *args: str) -> Any:
    """The command's result."""
    return app.test_cli_runner().invoke(args=["jobboard", "policy", *args])


def test_the_terminal_shows_looks_back_and_switches_on(app: Flask, board: BoardState) -> None:
    an_opening(board)
    assert json.loads(run(app, "show", "--json").stdout)["version"] == 1
    assert "always on  consent" in run(app, "show").stdout
    lines = [json.loads(line) for line in run(app, "backtest", "--off", "pay", "--json").stdout.splitlines()]
    *rows, last = lines
    assert (last["finished"], last["openings"], len(rows)) == (True, 3, 3)
    assert (rows[0]["before"], rows[0]["after"], rows[0]["appear"]) == (1, 2, 1)
    assert run(app, "adopt", last["proposal"], "--note", "Floors are talked about").stdout == "Policy 2 is on.\n"
    assert json.loads(run(app, "show", "--json").stdout)["gates_off"] == ["pay"]


@on_sqlite
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("backtest", "--off", "plaice"), "no gate called 'plaice'"),
        (("backtest", "--on", "plaice"), "no gate called 'plaice'"),
        (("backtest", "--off", "consent"), "is always on"),
        (("backtest", "--points", "charm=5"), "no points called 'charm'"),
        (("backtest", "--points", "skills=lots"), "whole number"),
        (("backtest",), "Nothing is different"),
        (("adopt", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "--note", "x"), "no such proposal"),
    ],
)
def test_the_terminal_refuses_in_one_sentence(app: Flask, board: BoardState, args: tuple[str, ...], said: str) -> None:
    found = run(app, *args)
    assert found.exit_code == 2
    assert said in found.output
