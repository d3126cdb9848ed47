"""Two records of one person become one: nothing is lost, nothing said twice, old ids and links still lead there."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import (
    Candidate,
    CandidateEmail,
    CandidateSkill,
    ConsentPurpose,
    Merge,
    WorkHistory,
)
from jobboard.candidates.queries import by_access_key, find_candidate, live_consent
from jobboard.candidates.tags import tags_of
from jobboard.db.history import History
from jobboard.errors import Conflict, NotFound
from jobboard.flows import notes, own_data, pool, resumes, tags
from jobboard.flows.erase_candidate import erase
from jobboard.flows.import_data import import_candidates
from jobboard.flows.merge_people import merge, part
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState
from jobboard.teamwork.queries import notes_about
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
    path, form = f"/recruit/candidates/{person}/merge/{person}", {"name": person}
    answer = recruiter.get(path) if press == "get" else recruiter.post(path, data=form)
    assert answer.location.endswith(f"/candidates/{person}")
    said = recruiter.get(answer.location).get_data(as_text=True)
    assert "These two are one person already." in said
    assert "other:" not in said


def test_parting_gives_everybody_what_they_came_with(board: BoardState) -> None:
    stays = given.a_candidate(board, held=JUNIOR, skills=("budgets",))
    goes = given.a_candidate(board, "M. Okafor", skills=("Budgets", "wholesale"))
    for person, name in ((goes, "old.txt"), (stays, "new.txt")):
        resumes.add_resume(board, person, Upload(BytesIO(b"text"), name), actor=given.RECRUITER)
        board.clock.advance(timedelta(days=1))  # type: ignore[attr-defined] # the twin
    before = [told_of(board, one) for one in (stays, goes)]
    done = merge(board, stays, goes, actor=given.RECRUITER, chosen=("name", "email"))
    assert given.person(board, stays).name == "M. Okafor"
    assert part(board, done, actor=given.RECRUITER) == (stays, goes, ["name", "email"])
    board.session().expire_all()
    assert [told_of(board, one) for one in (stays, goes)] == before


def told_of(board: BoardState, public_id: str) -> dict[str, Any]:
    board.session().expire_all()
    person = given.person(board, public_id)
    return {
        "id": person.public_id,
        "name": person.name,
        "since": person.created_at,
        "work": [line.title for line in person.work_history],
        "skills": sorted(skill.name for skill in person.skills),
        "résumés": [(version.number, version.filename) for version in person.resumes],
        "addresses": [mail.address for mail in person.emails],
        "consents": [(row.purpose, row.granted_at, row.withdrawn_at) for row in person.consents],
        "history": [entry.what for entry in of_person(board, person) if not entry.what.startswith("people_")],
    }


def of_person(board: BoardState, person: Candidate) -> list[History]:
    theirs = select(History).where(History.about == person.id).order_by(History.id)
    return list(board.session().scalars(theirs))


def parted(board: BoardState, done: str) -> None:
    part(board, done, actor=given.RECRUITER)
    board.session().expire_all()


def test_an_application_that_ended_as_a_duplicate_runs_again(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    job_id = given.a_job(board, publish=True)
    for person in (stays, goes):
        given.an_application(board, person, job_id)
    parted(board, merge(board, stays, goes, actor=given.RECRUITER))
    rows = board.session().scalars(select(Application)).all()
    assert [(row.job_id is not None, row.status) for row in rows] == [(True, ApplicationStatus.ACTIVE)] * 2
    assert len({row.candidate_id for row in rows}) == 2


def test_what_was_written_of_an_application_since_goes_with_it(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    theirs = given.an_application(board, goes, given.a_job(board, publish=True))
    done = merge(board, stays, goes, actor=given.RECRUITER)
    for text, about in (("Of the application.", theirs), ("Of the person.", "")):
        notes.write(board, stays, {"text": text, "application": about}, actor=given.RECRUITER)
    parted(board, done)
    said = {
        one: [note.text for note in notes_about(board.session(), given.scope(board), given.person(board, one))]
        for one in (stays, goes)
    }
    assert said == {stays: ["Of the person."], goes: ["Of the application."]}
    assert "note_written" in [entry.what for entry in of_person(board, given.person(board, goes))]


def test_a_yes_of_the_other_counts_no_more(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, consent="none")
    other = given.a_candidate(board, "M. Okafor")
    given.a_consent(board, other)
    parted(board, merge(board, given.kept(board, kept_id).candidate.public_id, other, actor=given.RECRUITER))
    kept = given.kept(board, kept_id)
    assert (kept.status, kept.expires_at) == (KeptStatus.AWAITING_CONSENT, None)


def test_a_stop_of_the_other_counts_no_more(board: BoardState, clock: Any) -> None:
    kept = {"stays": given.kept_candidate(board), "goes": given.kept_candidate(board, name="M. Okafor")}
    clock.advance(timedelta(days=1))
    own_data.withdraw_keep_consent(board, given.kept(board, kept["goes"]).candidate.access_key)
    people = [given.kept(board, kept[who]).candidate.public_id for who in ("stays", "goes")]
    parted(board, merge(board, *people, actor=given.RECRUITER))
    assert {who: given.kept(board, kept[who]).status for who in kept} == {
        "stays": KeptStatus.ACTIVE,
        "goes": KeptStatus.WITHDRAWN,
    }


def test_what_was_stopped_since_is_stopped_for_both(board: BoardState, clock: Any) -> None:
    kept = [given.kept_candidate(board), given.kept_candidate(board, name="M. Okafor")]
    people = [given.kept(board, kept_id).candidate.public_id for kept_id in kept]
    done = merge(board, *people, actor=given.RECRUITER)
    clock.advance(timedelta(days=1))
    own_data.withdraw_keep_consent(board, given.person(board, people[0]).access_key)
    pool.set_do_not_contact(board, people[0], asked=True, actor=given.RECRUITER, why="by phone")
    parted(board, done)
    for person, kept_id in zip((given.person(board, one) for one in people), kept, strict=True):
        assert live_consent(person, ConsentPurpose.KEEP_ON_FILE, board.now()) is None
        assert (person.do_not_contact, given.kept(board, kept_id).status) == (True, KeptStatus.WITHDRAWN)


def test_tags_of_both_are_tags_of_both_again(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    for one, words in ((stays, "wine, Leeds"), (goes, "Wine, Otley")):
        tags.add(board, one, {"tags": words}, actor=given.RECRUITER)
    parted(board, merge(board, stays, goes, actor=given.RECRUITER))
    found = [
        [tag.label for tag in tags_of(board.session(), given.scope(board), given.person(board, one))]
        for one in (stays, goes)
    ]
    assert found == [["Leeds", "wine"], ["Otley", "wine"]]


def test_a_word_that_was_changed_since_stays(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    done = merge(board, stays, goes, actor=given.RECRUITER, chosen=["name"])
    given.person(board, stays).name = "Maren O."
    board.session().commit()
    parted(board, done)
    assert [given.person(board, one).name for one in (stays, goes)] == ["Maren O.", "M. Okafor"]


def test_files_find_each_again(board: BoardState) -> None:
    import_candidates(board, [line("B-2", "Marketing Manager")], actor=SYSTEM)
    stays, goes = given.a_candidate(board), find_candidate(board.session(), given.scope(board), "B-2").public_id
    done = merge(board, stays, goes, actor=given.RECRUITER)
    assert import_candidates(board, [line("B-2", "Marketing Manager")], actor=SYSTEM).unchanged == 1
    parted(board, done)
    assert find_candidate(board.session(), given.scope(board), "B-2").public_id == goes
    assert import_candidates(board, [line("B-2", "Marketing Manager")], actor=SYSTEM).unchanged == 1


def test_merges_are_undone_in_turn(board: BoardState) -> None:
    first, second, third = (given.a_candidate(board, name) for name in ("Maren", "M. Okafor", "Maren O."))
    inner = merge(board, second, third, actor=given.RECRUITER)
    outer = merge(board, first, second, actor=given.RECRUITER)
    with pytest.raises(Conflict, match="Part that one first"):
        part(board, inner, actor=given.RECRUITER)
    parted(board, outer)
    assert given.person(board, third).public_id == second
    parted(board, inner)
    assert [given.person(board, one).public_id for one in (first, second, third)] == [first, second, third]
    with pytest.raises(Conflict, match="parted again already"):
        part(board, inner, actor=given.RECRUITER)


def test_nothing_of_who_was_erased_is_in_a_merge(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor", skills=("wine",))
    merge(board, stays, goes, actor=given.RECRUITER)
    erase(board, stays, actor=SYSTEM, why="asked by letter")
    board.session().expire_all()
    for table in (Merge, CandidateSkill, CandidateEmail, WorkHistory):
        assert board.session().scalars(select(table)).all() == []
    assert {row.name for row in board.session().scalars(select(Candidate))} == {"Erased"}


def test_whose_words_stay_is_chosen_field_by_field(board: BoardState, recruiter: FlaskClient) -> None:
    one, other = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    path = f"/recruit/candidates/{one}/merge/{other}"
    page = recruiter.get(path).get_data(as_text=True)
    assert "Lives in</legend>" not in page, "Both live in the same place: nobody is asked."
    assert recruiter.post(path, data={"name": "somebody else"}).status_code == 422
    theirs = given.person(board, other).emails[0].address
    done = recruiter.post(path, data={"name": one, "email": other}, follow_redirects=True).get_data(as_text=True)
    assert "One person now." in done
    person = given.person(board, one)
    assert (person.name, person.emails[0].address) == ("Maren Okafor-Lund", theirs)


def test_a_merge_says_what_came_from_where_and_parts_them_again(board: BoardState, recruiter: FlaskClient) -> None:
    one, other = given.a_candidate(board, held=JUNIOR), given.a_candidate(board, "M. Okafor", skills=("wholesale",))
    recruiter.post(f"/recruit/candidates/{one}/merge/{other}", data={"name": other})
    profile = recruiter.get(f"/recruit/candidates/{one}").get_data(as_text=True)
    path = re.search(r"/recruit/merges/\w+", profile)
    assert path is not None
    told = recruiter.get(path[0]).get_data(as_text=True)
    for said in ("Here it was: Maren Okafor-Lund", "Marketing Manager", "wholesale", "Part them again"):
        assert said in told
    answer = recruiter.post(f"{path[0]}/part", follow_redirects=True).get_data(as_text=True)
    assert "Two people again" in answer
    assert "Maren Okafor-Lund" in answer
    assert "Parted again by" in recruiter.get(path[0]).get_data(as_text=True)
    assert recruiter.post(f"{path[0]}/part").status_code == 409
