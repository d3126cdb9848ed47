"""The review inbox as pages: grouped, paged, filtered, bounded; several people at once; compared; keys; rules."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from jobboard.errors import Conflict, DecidedMeanwhile, InvalidInput
from jobboard.flows import review, review_many
from jobboard.flows.jobs import move_job
from jobboard.jobs.models import Job
from jobboard.keep_on_file import inbox_queries, queries
from jobboard.keep_on_file.inbox_queries import Grouping, WantedInbox
from jobboard.keep_on_file.models import DismissalScope, Surfacing, SurfacingStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web import blueprints
from tests.support.boards import client_as
from tests.support.databases import counting_steps
from tests.support.host import HELENA, JUDITH, RAVI
from tests.support.inbox import a_full_inbox
from tests.test_proposals import closed

DESK = "/recruit"
MOST_STATEMENTS = 20


def page_of(board: BoardState, **wanted: Any) -> inbox_queries.InboxPage:
    """One page of the inbox."""
    board.session.remove()
    return inbox_queries.inbox_page(board.session(), given.scope(board), WantedInbox(board.now(), **wanted))


def waiting(board: BoardState) -> list[Surfacing]:
    """Who waits for a decision."""
    board.session.remove()
    return queries.inbox(board.session(), given.scope(board), now=board.now())


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """A page of the desk, tags and all."""
    response = client.get(path if path.startswith(DESK) else DESK + path, follow_redirects=True)
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_five_hundred_people_are_read_page_by_page(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    jobs = a_full_inbox(board, jobs=2, people=250)
    first, last = page_of(board), page_of(board, page=99)
    assert (first.total, first.jobs, first.people, first.pages) == (500, 2, 250, 10)
    assert (last.number, last.first, last.last) == (10, 451, 500)
    assert {found.job.public_id for found in first.items} == {jobs[1]}
    second = page_of(board, page=2)
    assert (second.before, first.after) == (first.items[-1].public_id, second.items[0].public_id)
    for path in ("/inbox", "/inbox?page=7", "/inbox?by=person&page=3", f"/inbox?job={jobs[0]}", ""):
        board.session.remove()
        with count_statements(board.engine) as statements:
            text_of(recruiter, path)
        assert statements.count < MOST_STATEMENTS, path


def test_every_row_and_every_way_on_carries_the_view(board: BoardState, recruiter: FlaskClient) -> None:
    (job,) = a_full_inbox(board, jobs=1, people=60)
    page = text_of(recruiter, f"/inbox?by=person&job={job}&page=2")
    rows = re.findall(r'<h3 class="jb-item__name"><a href="([^"]+)"', page)
    assert len(rows) == 10
    assert all(f"by=person&amp;job={job}&amp;page=2" in row for row in rows)
    opened = text_of(recruiter, rows[3].replace("&amp;", "&"))
    for act in ("invite", "snooze", "dismiss"):
        assert re.search(rf'/{act}\?by=person&amp;job={job}&amp;page=2"', opened), act
    assert "Marketing Manager 1, Calderside Mills (60)" in opened


def test_by_person_each_person_stands_once_with_all_their_jobs(board: BoardState) -> None:
    a_full_inbox(board, jobs=3, people=4)
    found = page_of(board, by=Grouping.PERSON).items
    assert [one.kept.candidate.name for one in found] == [f"Person {n:03d}" for n in range(4) for _ in range(3)]


def test_nobody_waits_for_a_job_that_has_ended(board: BoardState, recruiter: FlaskClient) -> None:
    from jobboard.flows import jobs

    (job,) = a_full_inbox(board, jobs=1, people=2)
    jobs.move_job(board, job, "on_hold", actor=given.RECRUITER)
    assert waiting(board) == []
    assert "Nobody to review just now" in text_of(recruiter, f"/inbox?job={job}")


def test_whoever_sleeps_for_a_job_that_ended_is_listed_with_it(board: BoardState, recruiter: FlaskClient) -> None:
    from jobboard.flows import jobs

    (job,) = a_full_inbox(board, jobs=1, people=1)
    event = {"until": "event", "event_level": "director", "event_place": "Leeds", "latest": "2027-05-24"}
    review.snooze(board, waiting(board)[0].public_id, event, actor=given.RECRUITER)
    jobs.move_job(board, job, "on_hold", actor=given.RECRUITER)
    page = text_of(recruiter, "/inbox/snoozed")
    assert "1 person snoozed" in page
    assert "Marketing Manager 1, Calderside Mills (no longer open)" in page
    assert "a director role in Leeds opens, at the latest 24 May 2027" in page


def test_nonsense_in_the_address_is_the_usual_view(recruiter: FlaskClient, board: BoardState) -> None:
    a_full_inbox(board, jobs=1, people=2)
    assert "2 to review, for 1 job" in text_of(recruiter, "/inbox?by=score&page=minus&job=")


def test_an_empty_inbox_leads_to_the_interviews_that_look_like_this(board: BoardState, recruiter: FlaskClient) -> None:
    closed(board)
    page = text_of(recruiter, "/inbox")
    assert "Nobody is kept on file yet" in page
    assert "One closed interview looks like this" in page
    assert f"{DESK}/kept/proposed" in page


@pytest.mark.parametrize(("people", "said"), [(99, '<data value="99">99<'), (101, '<data value="100">99+<')])
def test_the_navigation_counts_to_99_and_the_inbox_all(
    board: BoardState, recruiter: FlaskClient, people: int, said: str
) -> None:
    a_full_inbox(board, jobs=1, people=people)
    assert said in text_of(recruiter, "")
    assert f"{people} to review, for 1 job" in text_of(recruiter, "/inbox")


def test_the_navigation_costs_nothing_for_jobs_that_are_over(sqlite_board: BoardState) -> None:
    _, *over = a_full_inbox(sqlite_board, jobs=4, people=40)
    for job in over:
        move_job(sqlite_board, job, "closed", actor=JUDITH)
    assert len(waiting(sqlite_board)) == 40
    before = steps_to_count(sqlite_board)
    forget_surfacings(sqlite_board, Job.public_id.in_(over))
    assert steps_to_count(sqlite_board) == pytest.approx(before, rel=0.01)


def test_the_navigation_costs_the_same_however_many_wait(sqlite_board: BoardState) -> None:
    _, *others = a_full_inbox(sqlite_board, jobs=3, people=110)
    before = steps_to_count(sqlite_board)
    forget_surfacings(sqlite_board, Job.public_id.in_(others))
    assert steps_to_count(sqlite_board) == pytest.approx(before, rel=0.01)


def forget_surfacings(board: BoardState, jobs: Any) -> None:
    """As if nobody had ever surfaced for these jobs."""
    with board.transaction() as session:
        session.execute(delete(Surfacing).where(Surfacing.job_id.in_(select(Job.id).where(jobs))))


def steps_to_count(board: BoardState) -> int:
    """What SQLite does for the number in the navigation."""
    board.session.remove()
    with counting_steps(board.engine) as taken:
        inbox_queries.inbox_count(board.session(), given.scope(board), now=board.now())
        return taken()


# Several at once


def test_several_are_snoozed_in_one_act_with_one_undo(board: BoardState, recruiter: FlaskClient) -> None:
    a_full_inbox(board, jobs=1, people=5)
    picks = [found.public_id for found in waiting(board)][:3]
    form = text_of(recruiter, f"/inbox/selected/snooze?pick={picks[0]}&pick={picks[1]}&pick={picks[2]}")
    assert form.count('name="pick"') == 3
    answer = recruiter.post(f"{DESK}/inbox/selected/snooze", data={"pick": picks, "until": "2026-12-24"})
    page = text_of(recruiter, answer.location)
    assert "3 people snoozed until 24 December" in page
    assert len(waiting(board)) == 2
    together = re.search(r'name="together" value="(\w+)"', page)
    assert together is not None
    answer = recruiter.post(f"{DESK}/inbox/selected/undo", data={"together": together[1]})
    assert "Taken back for 3 people" in text_of(recruiter, answer.location)
    assert len(waiting(board)) == 5


def test_several_are_set_aside_for_their_job_and_come_back_with_their_rules_ended(board: BoardState) -> None:
    a_full_inbox(board, jobs=1, people=4)
    picks = [found.public_id for found in waiting(board)]
    done = review_many.dismiss_many(board, picks[:3], {"reason": "Wrong sector"}, actor=given.RECRUITER)
    assert (done.decided, done.left, len(waiting(board))) == (3, (), 1)
    assert review_many.undo_many(board, done.key, actor=given.RECRUITER) == 3
    assert len(waiting(board)) == 4
    with pytest.raises(Conflict, match="nothing left to take back"):
        review_many.undo_many(board, done.key, actor=given.RECRUITER)


def test_who_was_decided_before_stays_as_they_were(board: BoardState) -> None:
    a_full_inbox(board, jobs=1, people=3)
    picks = [found.public_id for found in waiting(board)]
    review.dismiss(board, picks[0], {"scope": DismissalScope.JOB}, actor=given.RECRUITER)
    done, _ = review_many.snooze_many(board, picks, {"until": "2026-12-24"}, actor=given.RECRUITER)
    assert (done.decided, done.left) == (2, ("Person 000: Judith Amaro-Kell set them aside.",))
    review.snooze(board, picks[1], {"until": "2027-01-05"}, actor=given.RECRUITER)
    assert review_many.undo_many(board, done.key, actor=given.RECRUITER) == 1
    assert [found.public_id for found in waiting(board)] == [picks[2]]
    board.session.remove()
    left = inbox_queries.opened(board.session(), given.scope(board), picks[0])
    assert left.status is SurfacingStatus.DISMISSED


@pytest.mark.parametrize("act", ["snooze", "dismiss"])
def test_an_old_list_replaces_no_colleagues_snooze(board: BoardState, recruiter: FlaskClient, act: str) -> None:
    a_full_inbox(board, jobs=1, people=2)
    first, second = [found.public_id for found in waiting(board)]
    review.snooze(board, first, {"until": "2026-12-24"}, actor=RAVI)
    form = text_of(recruiter, f"/inbox/selected/{act}?pick={first}&pick={second}")
    assert "Snoozed until 24 December, by Ravi Thornbury today. That stays as it is." in form
    assert re.findall(r'name="pick" value="(\w+)"', form) == [second]
    answer = recruiter.post(f"{DESK}/inbox/selected/{act}", data={"pick": [first, second], "until": "2027-03-01"})
    said = "1 person had been decided about before and stayed as they were. "
    assert said + "Person 000: Ravi Thornbury snoozed them until 24 December 2026." in text_of(
        recruiter, answer.location
    )
    board.session.remove()
    kept = inbox_queries.opened(board.session(), given.scope(board), first)
    assert (kept.status, kept.decided_by) == (SurfacingStatus.SNOOZED, "Ravi Thornbury")


def test_an_act_about_people_who_were_all_decided_about_says_what_and_changes_nothing(
    board: BoardState, recruiter: FlaskClient
) -> None:
    a_full_inbox(board, jobs=1, people=1)
    (found,) = waiting(board)
    review.snooze(board, found.public_id, {"until": "2026-12-24"}, actor=RAVI)
    assert "All of them have been decided about" in text_of(
        recruiter, f"/inbox/selected/dismiss?pick={found.public_id}"
    )
    answer = recruiter.post(f"{DESK}/inbox/selected/dismiss", data={"pick": found.public_id})
    assert answer.status_code == 409
    assert "Person 000: Ravi Thornbury snoozed them until 24 December 2026." in answer.get_data(as_text=True)


def test_who_names_no_version_replaces_a_snooze_of_their_own_and_nobody_elses(board: BoardState) -> None:
    a_full_inbox(board, jobs=1, people=1)
    found = waiting(board)[0].public_id
    review.snooze(board, found, {"until": "2026-12-24"}, actor=RAVI)
    review.snooze(board, found, {"until": "2026-12-25"}, actor=RAVI)
    with pytest.raises(
        DecidedMeanwhile, match=r"Ravi Thornbury snoozed them until 25 December 2026\..* name version 3"
    ):
        review.dismiss(board, found, {"scope": "job"}, actor=JUDITH)
    review.dismiss(board, found, {"scope": "job", "version": "3"}, actor=JUDITH)


@pytest.mark.parametrize("act", ["snooze", "dismiss"])
def test_an_act_about_nobody_says_how_to_select(recruiter: FlaskClient, act: str) -> None:
    assert "Nobody is selected" in text_of(recruiter, f"/inbox/selected/{act}")
    answer = recruiter.post(f"{DESK}/inbox/selected/{act}", data={"until": "2026-12-24"})
    assert answer.status_code == 422


def test_nobody_decides_about_more_than_a_hundred_at_once(board: BoardState) -> None:
    with pytest.raises(InvalidInput, match="at most 100 people at once; these are 101"):
        review_many.snooze_many(
            board, [f"{n:026d}" for n in range(101)], {"until": "2026-12-24"}, actor=given.RECRUITER
        )


def test_who_looked_before_is_named_to_the_next(board: BoardState, app: Flask) -> None:
    a_full_inbox(board, jobs=1, people=2)
    found = waiting(board)[0].public_id
    ravi, judith = client_as(app, RAVI), client_as(app, JUDITH)
    ravi.post(f"{DESK}/inbox/{found}/seen")
    assert "Ravi Thornbury looked at this today." in text_of(judith, f"/inbox/{found}")
    assert "looked at this" not in text_of(ravi, f"/inbox/{found}")


def test_whoever_comes_second_is_led_to_what_the_first_decided(board: BoardState, recruiter: FlaskClient) -> None:
    a_full_inbox(board, jobs=1, people=2)
    found = waiting(board)[0].public_id
    review.dismiss(board, found, {"scope": "job"}, actor=RAVI)
    for act, form in (("snooze", {"until": "2026-12-24"}), ("dismiss", {"scope": "job"})):
        answer = recruiter.post(f"{DESK}/inbox/{found}/{act}", data=form)
        page = text_of(recruiter, answer.location)
        assert "Ravi Thornbury has set them aside for this job before. Undo that first." in page
        assert "Set aside, by Ravi Thornbury today" in page


# Side by side


def test_two_to_four_people_for_one_job_are_compared(board: BoardState, recruiter: FlaskClient) -> None:
    a_full_inbox(board, jobs=2, people=5)
    found = waiting(board)
    picks = "&".join(f"pick={one.public_id}" for one in found[:3])
    page = text_of(recruiter, f"/inbox/compare?{picks}")
    assert "Three people for Marketing Manager 2, Calderside Mills" in page
    assert [name in page for name in ("Person 000", "Person 001", "Person 002", "Person 003")] == [True] * 3 + [False]
    assert page.count("Was Marketing Manager.") == 3
    other_job = found[-1].public_id
    assert "about one job" in text_of(recruiter, f"/inbox/compare?pick={found[0].public_id}&pick={other_job}", 422)
    assert "You selected one" in text_of(recruiter, f"/inbox/compare?pick={found[0].public_id}", 422)
    assert "You selected nobody" in text_of(recruiter, "/inbox/compare", 422)


# Keys


def test_keys_can_be_switched_off_and_on(board: BoardState, recruiter: FlaskClient) -> None:
    a_full_inbox(board, jobs=1, people=2)
    assert "data-keys" not in text_of(recruiter, "/inbox")
    opened = waiting(board)[1].public_id
    answer = recruiter.post(f"{DESK}/keys/switch", data={"keys": "off", "surfacing": opened})
    assert answer.location.endswith(f"/inbox/{opened}")
    assert 'data-keys="off"' in text_of(recruiter, "/inbox")
    assert "Turn the keys on" in text_of(recruiter, "/keys")
    recruiter.post(f"{DESK}/keys/switch", data={"keys": "on"})
    assert "data-keys" not in text_of(recruiter, "/inbox")


def test_the_page_of_keys_names_every_key_there_is(recruiter: FlaskClient) -> None:
    templates = Path(blueprints.__file__).parent / "templates" / "jobboard"
    used = {key for page in templates.rglob("*.html") for key in re.findall(r'data-key="([^"{]+)"', page.read_text())}
    used |= set(re.findall(r'data-key="(g .)"', text_of(recruiter, "")))
    assert {"g l", "m", "Z"} <= used
    named = re.findall(r"<dt>(.+?)</dt>", text_of(recruiter, "/keys"))
    told = {" ".join(re.findall(r"<kbd[^>]*>(.+?)</kbd>", line)) for line in named}
    assert used <= told


def test_the_page_of_keys_leads_nowhere_its_reader_may_not_go(app: Flask) -> None:
    page = text_of(client_as(app, HELENA), "/keys")
    assert "<dd>Jobs</dd>" in page
    assert "<dd>Levels</dd>" not in page


# Rules


def test_a_rule_is_seen_changed_and_ended_on_its_pages(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    given.a_job(board, publish=True)
    found = waiting(board)[0].public_id
    form = {"scope": "level", "reason": "Too soon", "rule_until": "2027-03-01"}
    recruiter.post(f"{DESK}/inbox/{found}/dismiss", data=form)
    listed = text_of(recruiter, "/inbox/rules")
    assert "1 rule holds somebody back" in listed
    assert "Not for jobs at the level “manager”" in listed
    assert "1 March 2027" in listed
    rule = re.search(r'/inbox/rules/(\w{26})"', listed)
    assert rule is not None
    recruiter.post(f"{DESK}/inbox/rules/{rule[1]}", data={"scope": "job", "reason": "This client alone"})
    page = text_of(recruiter, f"/inbox/rules/{rule[1]}")
    assert "Not for Marketing Manager, Calderside Mills" in page
    assert "became" in page
    person = given.kept(board, kept_id).candidate.public_id
    assert "Not for Marketing Manager, Calderside Mills" in text_of(recruiter, f"/candidates/{person}")
    answer = recruiter.post(f"{DESK}/inbox/rules/{rule[1]}/end")
    assert "Ended. Maren Okafor-Lund surfaces again" in text_of(recruiter, answer.location)
    assert [one.public_id for one in waiting(board)] == [found]
    assert "Ended by Judith Amaro-Kell" in text_of(recruiter, "/inbox/rules?ended=yes&mine=yes")
    assert "No rule holds anybody back" in text_of(recruiter, f"/inbox/rules?person={person}")
