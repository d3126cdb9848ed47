"""Where the title of a past role misleads, a recruiter declares its level: it counts, says who said so, and stays."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from jobboard.access import SYSTEM
from jobboard.candidates.models import WorkHistory
from jobboard.candidates.queries import find_candidate
from jobboard.errors import Conflict
from jobboard.flows import pool
from jobboard.flows.import_data import import_candidates
from jobboard.flows.merge_people import merge
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import JUDITH
from tests.test_ladders import place

JUNIOR = given.MANAGER[1:]
TITLE = "Marketing Executive"
DECLARED = {"title": TITLE, "level": "manager", "why": "Led a team of six"}
SAID = "Judith Amaro-Kell said so on 24 November 2026: Led a team of six"


def role(board: BoardState, person: str) -> WorkHistory:
    """The only past role of a person, as it is now."""
    board.session().expire_all()
    (line,) = given.person(board, person).work_history
    return line


def stands(board: BoardState, person: str) -> tuple[int, bool]:
    """Where their only past role stands, and whether somebody declared it."""
    line = role(board, person)
    return line.level_rank, line.level_declared


def waiting(board: BoardState) -> list[tuple[str, str]]:
    """(job, why now) for everybody who waits."""
    board.session().expire_all()
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    return [(one.job.title, one.why_now) for one in found]


def declared(board: BoardState, **person: Any) -> str:
    """Somebody whose only past role was declared to be a manager's."""
    found = given.a_candidate(board, held=JUNIOR, **person)
    pool.set_past_level(board, found, 0, DECLARED, actor=JUDITH)
    return found


def test_a_declared_level_brings_somebody_up_and_says_who_said_so(board: BoardState, recruiter: FlaskClient) -> None:
    agreed = {"came_for": "Marketing Assistant", "min_level": "4", "max_level": "6"}
    person = given.kept(board, given.kept_candidate(board, held=JUNIOR, **agreed)).candidate.public_id
    given.a_job(board, "Marketing Manager", publish=True)
    assert waiting(board) == []
    answer = recruiter.post(f"/recruit/candidates/{person}/work/0/level", data=DECLARED)
    assert waiting(board) == [("Marketing Manager", f"The level of a past role was set: {TITLE}.")]
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert f"{SAID} From: " in page
    assert "Level of a past role said to be" in page
    line = role(board, person)
    assert (line.level_confidence, line.level_evidence) == (1.0, [SAID])


def test_without_a_level_the_title_speaks_again(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board, held=JUNIOR)
    before = role(board, person)
    read = (before.level_rank, before.level_confidence, before.level_evidence)
    pool.set_past_level(board, person, 0, DECLARED, actor=JUDITH)
    assert stands(board, person) == (5, True)
    recruiter.post(f"/recruit/candidates/{person}/work/0/level", data={"title": TITLE, "level": ""})
    after = role(board, person)
    assert (after.level_rank, after.level_confidence, after.level_evidence) == read
    assert not after.level_declared


def test_a_change_of_the_ladder_leaves_it(board: BoardState) -> None:
    left, moved = declared(board), given.a_candidate(board, "Noor Haldane-Aziz", held=JUNIOR)
    place(board, TITLE, 3)
    assert (stands(board, left), stands(board, moved)) == ((5, True), (3, False))


def test_the_same_person_imported_again_keeps_it(board: BoardState) -> None:
    line: dict[str, Any] = {
        "basics": {"name": "Maren Okafor-Lund", "email": "maren@example.org"},
        "work": [{"position": TITLE, "name": "Hollow Lane Coffee", "startDate": "2018-02-01"}],
        "meta": {"jobboard": {"externalId": "C1"}},
    }
    assert import_candidates(board, [json.dumps(line)], actor=SYSTEM).added == 1
    person = find_candidate(board.session(), given.scope(board), "C1").public_id
    pool.set_past_level(board, person, 0, DECLARED, actor=JUDITH)
    line["basics"]["label"] = "Marketer"
    assert import_candidates(board, [json.dumps(line)], actor=SYSTEM).updated == 1
    assert stands(board, person) == (5, True)


@pytest.mark.parametrize("whose", ["stays", "goes"])
def test_it_outlives_a_merge(board: BoardState, whose: str) -> None:
    known, other = declared(board), given.a_candidate(board, "M. Okafor", held=JUNIOR)
    stays, goes = (known, other) if whose == "stays" else (other, known)
    merge(board, stays, goes, actor=JUDITH)
    assert stands(board, stays) == (5, True)


def test_another_role_than_the_one_seen_is_left_alone(board: BoardState) -> None:
    person = given.a_candidate(board)
    with pytest.raises(Conflict, match="Their past roles have changed since you opened this page"):
        pool.set_past_level(board, person, 0, DECLARED, actor=JUDITH)


def sealed(page: str) -> str:
    """The seal in the form of the only past role on a person's page."""
    return page.split('/work/0/level"')[1].split('name="seal" value="')[1].split('"')[0]


def test_two_who_declare_a_level_see_both_versions(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board, held=JUNIOR)
    mine = DECLARED | {"seal": sealed(recruiter.get(f"/recruit/candidates/{person}").get_data(as_text=True))}
    pool.set_past_level(board, person, 0, mine | {"level": "lead", "why": "Two reports"}, actor=given.RECRUITER)
    late = recruiter.post(f"/recruit/candidates/{person}/work/0/level", data=mine)
    both = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "said so on 24 November 2026: Two reports" in both.split("This was changed in the meantime")[1]
    assert 'value="Led a team of six"' in both
    assert 'href="#role0-level"' in both
    again = mine | {"seal": sealed(both)}
    assert recruiter.post(f"/recruit/candidates/{person}/work/0/level", data=again).status_code == 302
    assert stands(board, person) == (5, True)


def test_what_is_no_level_says_so_beside_the_role(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board, held=JUNIOR)
    answer = recruiter.post(f"/recruit/candidates/{person}/work/0/level", data=DECLARED | {"level": "boss"})
    assert answer.status_code == 422
    assert 'id="role0-level-error"' in answer.get_data(as_text=True)
    assert stands(board, person)[1] is False
