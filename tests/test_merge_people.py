"""Two records of one person become one: nothing is lost, nothing said twice, old ids and links still lead there."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import by_access_key, find_candidate, live_consent
from jobboard.errors import Conflict, NotFound
from jobboard.flows import own_data, resumes
from jobboard.flows.erase_candidate import erase
from jobboard.flows.import_data import import_candidates
from jobboard.flows.merge_people import merge
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given

JUNIOR = given.MANAGER[1:]


def merged(board: BoardState, stays: str, goes: str) -> Candidate:
    merge(board, stays, goes, actor=given.RECRUITER)
    board.session().expire_all()
    return given.person(board, stays)


def waiting(board: BoardState) -> list[tuple[str, str]]:
    board.session().expire_all()
    found = queries.inbox(board.session(), given.scope(board), now=board.now())
    return [(one.job.title, one.why_now) for one in found]


def test_everything_comes_together_once(board: BoardState) -> None:
    stays = given.a_candidate(board, held=JUNIOR, skills=("budgets",))
    goes = given.a_candidate(board, "M. Okafor", skills=("Budgets", "wholesale"))
    for person, name in ((goes, "old.txt"), (stays, "new.txt")):
        resumes.add_resume(board, person, Upload(BytesIO(b"text"), name), actor=given.RECRUITER)
        board.clock.advance(timedelta(days=1))  # type: ignore[attr-defined] # the twin
    person = merged(board, stays, goes)
    assert [line.title for line in person.work_history] == ["Marketing Manager", "Marketing Executive"]
    assert sorted(skill.name for skill in person.skills) == ["budgets", "wholesale"]
    assert [version.filename for version in person.resumes] == ["new.txt", "old.txt"]
    assert len(person.emails) == 2


def test_the_old_id_and_the_old_link_lead_to_the_one_person(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    key = given.person(board, goes).access_key
    person = merged(board, stays, goes)
    assert given.person(board, goes).id == person.id
    assert by_access_key(board.session(), board.name, key).id == person.id


def test_what_the_other_record_held_brings_them_up(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, came_for="Marketing Assistant", held=JUNIOR, max_level="7")
    given.a_job(board, "Head of Marketing", publish=True)
    assert waiting(board) == []
    merged(board, given.kept(board, kept_id).candidate.public_id, given.a_candidate(board, "M. Okafor"))
    assert waiting(board) == [("Head of Marketing", "Two records of them were merged.")]


def test_whose_record_gives_way_is_still_kept(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    person = merged(board, given.a_candidate(board, "M. Okafor"), given.kept(board, kept_id).candidate.public_id)
    board.session().expire_all()
    assert given.kept(board, kept_id).candidate_id == person.id
    given.a_job(board, "Marketing Manager", publish=True)
    assert [title for title, _why in waiting(board)] == ["Marketing Manager"]


def test_kept_twice_they_wait_once_for_a_job(board: BoardState) -> None:
    first, second = given.kept_candidate(board), given.kept_candidate(board, name="M. Okafor")
    given.a_job(board, "Marketing Manager", publish=True)
    assert len(waiting(board)) == 2
    people = [given.kept(board, kept_id).candidate.public_id for kept_id in (first, second)]
    merged(board, *people)
    assert len(waiting(board)) == 1


def test_two_applications_for_one_job_become_one(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    job_id = given.a_job(board, publish=True)
    for person in (stays, goes):
        given.an_application(board, person, job_id)
    one = merged(board, stays, goes)
    rows = board.session().scalars(select(Application).where(Application.candidate_id == one.id)).all()
    ends = {(row.job_id is not None, row.status) for row in rows}
    assert ends == {(True, ApplicationStatus.ACTIVE), (False, ApplicationStatus.REJECTED)} or ends == {
        (True, ApplicationStatus.ACTIVE),
        (False, ApplicationStatus.WITHDRAWN),
    }


@pytest.mark.parametrize("stops", ["stays", "goes"])
def test_the_newest_word_about_a_consent_holds_for_both(board: BoardState, clock: Any, stops: str) -> None:
    kept = {"stays": given.kept_candidate(board), "goes": given.kept_candidate(board, name="M. Okafor")}
    clock.advance(timedelta(days=1))
    own_data.withdraw_keep_consent(board, given.kept(board, kept[stops]).candidate.access_key)
    people = [given.kept(board, kept[who]).candidate.public_id for who in ("stays", "goes")]
    person = merged(board, *people)
    assert live_consent(person, ConsentPurpose.KEEP_ON_FILE, board.now()) is None
    assert {given.kept(board, kept_id).status for kept_id in kept.values()} == {KeptStatus.WITHDRAWN}


def test_a_yes_said_as_one_counts_for_the_record_that_waited(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, consent="none")
    other = given.a_candidate(board, "M. Okafor")
    given.a_consent(board, other)
    merged(board, given.kept(board, kept_id).candidate.public_id, other)
    board.session().expire_all()
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE


def line(external_id: str, title: str) -> str:
    ours = {"externalId": external_id}
    return json.dumps({"basics": {"name": "Maren"}, "work": [{"position": title}], "meta": {"jobboard": ours}})


def test_files_still_find_their_person_and_stay_idempotent(board: BoardState) -> None:
    lines = [line("A-1", "Marketing Executive"), line("B-2", "Marketing Manager")]
    import_candidates(board, lines, actor=SYSTEM)
    ids = [find_candidate(board.session(), given.scope(board), name).public_id for name in ("A-1", "B-2")]
    person = merged(board, *ids)
    assert find_candidate(board.session(), given.scope(board), "B-2").id == person.id
    changed = [lines[0], line("B-2", "Head of Marketing")]
    assert import_candidates(board, changed, actor=SYSTEM).updated == 1
    again = import_candidates(board, changed, actor=SYSTEM)
    assert (again.unchanged, again.rejected) == (2, 0)


def test_erasing_the_one_person_reaches_the_record_that_gave_way(board: BoardState) -> None:
    import_candidates(board, [line("A-1", "Cook"), line("B-2", "Cook")], actor=SYSTEM)
    ids = [find_candidate(board.session(), given.scope(board), name).public_id for name in ("A-1", "B-2")]
    key = given.person(board, ids[1]).access_key
    merged(board, *ids)
    erase(board, ids[0], actor=SYSTEM, why="asked by letter")
    rows = board.session().scalars(select(Candidate)).all()
    assert {row.external_id for row in rows} == {None}
    with pytest.raises(NotFound):
        by_access_key(board.session(), board.name, key)
    assert import_candidates(board, [line("B-2", "Cook")], actor=SYSTEM).rejected == 1


def test_the_same_person_twice_is_refused(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board)
    merged(board, stays, goes)
    with pytest.raises(Conflict, match="These two are one person already"):
        merge(board, stays, goes, actor=given.RECRUITER)


@pytest.mark.parametrize("press", ["get", "post"])
def test_a_person_is_not_merged_with_themselves(board: BoardState, recruiter: FlaskClient, press: str) -> None:
    person = given.a_candidate(board)
    path, form = f"/recruit/candidates/{person}/merge/{person}", {"stays": person, "sure": "yes"}
    answer = recruiter.get(path) if press == "get" else recruiter.post(path, data=form)
    assert answer.location.endswith(f"/candidates/{person}")
    said = recruiter.get(answer.location).get_data(as_text=True)
    assert "These two are one person already." in said
    assert "other:" not in said
