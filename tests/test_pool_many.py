"""Several people of a job in one act: what each act does, whom it leaves, and what its undo brings back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.applications.models import CandidateMessage
from jobboard.candidates.models import CandidateTag
from jobboard.db.history import History
from jobboard.effects import drain
from jobboard.flows import close_application, pool, teams
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH

DESK = "/recruit"
END = {"disposition": "skills_not_matched", "message": "none"}
NAMES = ("Aaron Bell", "Bea Clough", "Cem Dogan")


class Pool:
    """A coordinator's job with three people in it, the first of whom is a manager."""

    def __init__(self, board: BoardState) -> None:
        self.board = board
        self.job = given.a_job(board, "Marketing Coordinator", publish=True)
        held = (given.MANAGER, (), ())
        people = zip(NAMES, held, strict=True)
        self.people = [
            given.a_candidate(board, name, held=roles, email=f"{name[0]}@example.org") for name, roles in people
        ]
        self.ids = [given.an_application(board, person, self.job) for person in self.people]

    def path(self, act: str) -> str:
        """The address of an act."""
        return f"{DESK}/jobs/{self.job}/selected/{act}"

    def stages(self) -> list[tuple[str, str]]:
        """Stage and status of each, in their order."""
        self.board.session.remove()
        found = [given.full(self.board, key) for key in self.ids]
        return [(one.stage.value, one.status.value) for one in found]


@pytest.fixture
def three(board: BoardState) -> Pool:
    """Three people in one job."""
    return Pool(board)


def done(client: FlaskClient, pool: Pool, act: str, **fields: object) -> str:
    """Do an act and return the page that follows."""
    response = client.post(pool.path(act), data=fields, follow_redirects=True)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def undo(client: FlaskClient, pool: Pool, page: str) -> str:
    """Press the undo of the page's message."""
    (key,) = re.findall(r'name="together" value="(\w+)"', page)
    return client.post(pool.path("undo"), data={"together": key}, follow_redirects=True).get_data(as_text=True)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_several_are_moved_and_one_undo_puts_each_back_where_they_stood(three: Pool, recruiter: FlaskClient) -> None:
    pool.move_stage(three.board, three.ids[0], "screen", actor=JUDITH)
    three.board.clock.advance(timedelta(days=3))  # type: ignore[attr-defined] # the twin
    before = [given.full(three.board, key).stage_entered_at for key in three.ids]
    page = done(recruiter, three, "move", pick=three.ids, to="interview")
    assert "3 people moved to Interview." in page
    assert three.stages() == [("interview", "active")] * 3
    assert "Taken back for 3 people." in undo(recruiter, three, page)
    assert three.stages() == [("screen", "active"), ("applied", "active"), ("applied", "active")]
    assert [given.full(three.board, key).stage_entered_at for key in three.ids] == before


def test_who_cannot_go_there_stays_and_is_named(three: Pool, recruiter: FlaskClient) -> None:
    pool.move_stage(three.board, three.ids[0], "screen", actor=JUDITH)
    page = words(done(recruiter, three, "move", pick=three.ids, to="offer"))
    assert (
        "1 person moved to Offer. 2 people could not go there and stayed as they were. Bea Clough. Cem Dogan." in page
    )
    assert three.stages() == [("offer", "active"), ("applied", "active"), ("applied", "active")]
    refused = recruiter.post(three.path("move"), data={"pick": three.ids[1:], "to": "offer"})
    assert refused.status_code == 409


def test_who_went_on_since_is_not_taken_back(three: Pool, recruiter: FlaskClient) -> None:
    page = done(recruiter, three, "move", pick=three.ids[:2], to="screen")
    pool.move_stage(three.board, three.ids[0], "interview", actor=JUDITH)
    assert "Taken back for 1 person." in undo(recruiter, three, page)
    assert three.stages()[:2] == [("interview", "active"), ("applied", "active")]
    again = re.findall(r'name="together" value="(\w+)"', page)
    assert recruiter.post(three.path("undo"), data={"together": again[0]}).status_code == 409


def test_an_act_is_taken_back_within_a_day(three: Pool, recruiter: FlaskClient) -> None:
    page = done(recruiter, three, "move", pick=three.ids, to="screen")
    three.board.clock.advance(timedelta(days=2))  # type: ignore[attr-defined] # the twin
    key = re.findall(r'name="together" value="(\w+)"', page)[0]
    assert recruiter.post(three.path("undo"), data={"together": key}).status_code == 409
    assert recruiter.post(three.path("undo"), data={"together": ""}).status_code == 409


def taken_back(client: FlaskClient, page: str) -> str:
    """Press the one button of a timeline that takes something back; the page that follows."""
    shown = client.get(f"{DESK}/{page}").text
    ((person, key, rest),) = re.findall(
        r'action="[^"]+/candidates/(\w+)/undo">.*?name="together" value="(\w+)">(.*?)</form>', shown, re.DOTALL
    )
    application = re.findall(r'name="application" value="(\w+)"', rest)
    form = {"together": key, "application": "".join(application)}
    return client.post(f"{DESK}/candidates/{person}/undo", data=form, follow_redirects=True).text


def test_an_act_about_several_is_taken_back_for_one_on_their_timeline(three: Pool, recruiter: FlaskClient) -> None:
    done(recruiter, three, "move", pick=three.ids, to="screen")
    recruiter.get(f"{DESK}/inbox")
    assert "Taken back." in taken_back(recruiter, f"candidates/{three.people[0]}")
    assert three.stages() == [("applied", "active"), ("screen", "active"), ("screen", "active")]
    assert "/undo" not in recruiter.get(f"{DESK}/candidates/{three.people[0]}").text
    back = taken_back(recruiter, f"applications/{three.ids[1]}")
    assert "Taken back." in back
    assert 'id="history"' in back
    assert three.stages()[1:] == [("applied", "active"), ("screen", "active")]


def test_a_close_is_taken_back_on_the_timeline_within_a_day(three: Pool, recruiter: FlaskClient) -> None:
    given.a_consent(three.board, three.people[0])
    form = {"disposition": "too_senior_for_role", "evidence": ["level"], "keep": "yes", "message": "none"}
    for key in three.ids[:2]:
        close_application.close(three.board, key, form if key == three.ids[0] else END, actor=JUDITH)
    taken_back(recruiter, f"candidates/{three.people[0]}")
    assert three.stages()[:2] == [("applied", "active"), ("applied", "rejected")]
    assert {one.status for one in three.board.session().scalars(select(KeptCandidate))} == {KeptStatus.WITHDRAWN}
    three.board.clock.advance(timedelta(days=2))  # type: ignore[attr-defined] # the twin
    assert "/undo" not in recruiter.get(f"{DESK}/candidates/{three.people[1]}").text


def test_a_timeline_offers_no_way_back_to_what_stands_no_more(three: Pool, app: Flask, recruiter: FlaskClient) -> None:
    pool.move_stage(three.board, three.ids[0], "screen", actor=JUDITH)
    pool.move_stage(three.board, three.ids[0], "interview", actor=JUDITH)
    assert recruiter.get(f"{DESK}/candidates/{three.people[0]}").text.count("/undo") == 1
    teams.join(three.board, three.job, HELENA.id, actor=JUDITH)
    assert "/undo" not in client_as(app, HELENA).get(f"{DESK}/applications/{three.ids[0]}").text


def test_closing_several_proposes_whom_to_keep_and_keeps_them(three: Pool, recruiter: FlaskClient) -> None:
    given.interviewed(three.board, three.ids[0], size=2)
    form = recruiter.get(three.path("close"), query_string={"pick": three.ids}).get_data(as_text=True)
    said = words(form)
    assert "Close 3 people" in said
    assert "Whom to keep" in said
    assert said.index("Aaron Bell") < said.index("Bea Clough")
    assert re.search(rf'name="keep-{three.ids[0]}" value="yes" checked', form)
    assert "stands here once everything above is filled in" in said
    fields = {
        "pick": three.ids,
        "reason": "position_filled",
        f"reason-{three.ids[0]}": "too_senior_for_role",
        f"keep-{three.ids[0]}": "yes",
        "letter": "yes",
        "own_paragraph": "You were good company.",
    }
    shown = recruiter.post(three.path("close"), data=fields | {"preview": "yes"}).get_data(as_text=True)
    assert all(f"Preview: Honest no, to {name}" in words(shown) for name in NAMES[1:])
    assert "Preview: An honest no, asking whether we may keep the file, to Aaron Bell" in words(shown)
    assert [status for _, status in three.stages()] == ["active"] * 3
    previewed = [unescape(body) for body in re.findall(r"<pre[^>]*>(.*?)</pre>", shown, re.DOTALL)]
    page = done(recruiter, three, "close", **fields)
    assert "3 people closed." in page
    letters = three.board.session().scalars(select(CandidateMessage.body)).all()
    assert sorted(letters) == sorted(previewed)
    assert [body.split("\n\n")[2] for body in letters] == ["You were good company."] * 3
    assert [status for _, status in three.stages()] == ["rejected"] * 3
    session = three.board.session()
    assert [one.status for one in session.scalars(select(KeptCandidate))] == [KeptStatus.AWAITING_CONSENT]
    assert sorted(one.kind for one in session.scalars(select(CandidateMessage))) == [
        "ask_to_keep",
        "honest_no",
        "honest_no",
    ]
    assert "Taken back for 3 people." in undo(recruiter, three, page)
    assert [status for _, status in three.stages()] == ["active"] * 3
    session = three.board.session()
    assert [one.status for one in session.scalars(select(KeptCandidate))] == [KeptStatus.WITHDRAWN]
    assert all(one.cancelled_at for one in session.scalars(select(CandidateMessage)))


def test_a_reason_that_does_not_hold_is_said_beside_the_name_and_nobody_is_closed(
    three: Pool, recruiter: FlaskClient
) -> None:
    fields = {"pick": three.ids, "reason": "timing", f"reason-{three.ids[1]}": "too_senior_for_role", "note": "kept"}
    refused = recruiter.post(three.path("close"), data=fields)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Nothing found shows Bea Clough above this job: choose another reason." in page
    assert ">\nkept</textarea>" in page
    assert [status for _, status in three.stages()] == ["active"] * 3


def test_a_job_that_is_filled_says_who_is_still_in_it_and_leads_to_closing_them(
    three: Pool, recruiter: FlaskClient
) -> None:
    assert "still in progress, and the job has ended" not in recruiter.get(f"{DESK}/jobs/{three.job}").get_data(
        as_text=True
    )
    recruiter.post(f"{DESK}/jobs/{three.job}/close", data={"as": "filled"})
    page = recruiter.get(f"{DESK}/jobs/{three.job}").get_data(as_text=True)
    assert "3 people are still in progress, and the job has ended." in page
    form = recruiter.get(three.path("close"), query_string={"all": 1}).get_data(as_text=True)
    assert form.count('name="pick"') == 3
    assert re.search(r'value="position_filled" selected', form)


def test_several_are_tagged_and_only_the_new_tags_are_taken_back(three: Pool, recruiter: FlaskClient) -> None:
    recruiter.post(f"{DESK}/candidates/{three.people[0]}/tags", data={"tags": "Leeds"})
    page = done(recruiter, three, "tag", pick=three.ids, tags="leeds, nights")
    assert "3 people tagged." in page

    def borne() -> list[str]:
        return sorted(three.board.session().scalars(select(CandidateTag.label)))

    assert borne() == ["Leeds"] * 3 + ["nights"] * 3
    undo(recruiter, three, page)
    assert borne() == ["Leeds"]


def test_several_are_written_to_each_by_name_and_the_mails_can_be_stopped(three: Pool, recruiter: FlaskClient) -> None:
    pool.set_do_not_contact(three.board, three.people[2], asked=True, actor=JUDITH)
    fields = {"subject": "Next week", "body": "We ring you next week."}
    page = done(recruiter, three, "write", pick=three.ids, **fields)
    assert "2 people written to" in page
    assert "1 person asked not to be contacted" in words(page)
    session = three.board.session()
    bodies = sorted(one.body for one in session.scalars(select(CandidateMessage)))
    assert [body.split(",")[0] for body in bodies] == ["Dear Aaron", "Dear Bea"]
    assert all("We ring you next week." in body and "Judith Amaro-Kell" in body for body in bodies)
    undo(recruiter, three, page)
    three.board.clock.advance(timedelta(hours=2))  # type: ignore[attr-defined] # the twin
    drain(three.board)
    assert three.board.mail.sent == []  # type: ignore[attr-defined] # the twin


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("move", {"to": "hired"}, "Choose a stage from the list."),
        ("move", {}, "Choose a stage from the list."),
        ("tag", {"tags": ""}, "Write a tag first."),
        ("write", {"subject": "", "body": "x"}, "Write a subject"),
        ("write", {"subject": "x", "body": " "}, "Write the message."),
    ],
)
def test_what_cannot_be_used_is_said_and_nobody_is_lost(
    three: Pool, recruiter: FlaskClient, act: str, fields: dict[str, str], said: str
) -> None:
    refused = recruiter.post(three.path(act), data={"pick": three.ids, **fields})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert said in page
    assert page.count('name="pick"') == 3


@pytest.mark.parametrize("act", ["move", "close", "tag", "write"])
def test_an_act_about_nobody_teaches(three: Pool, recruiter: FlaskClient, act: str) -> None:
    assert "Nobody is selected" in recruiter.get(three.path(act)).get_data(as_text=True)
    refused = recruiter.post(
        three.path(act), data={"to": "screen", "tags": "a", "subject": "a", "body": "a", "reason": "timing"}
    )
    assert refused.status_code == 422
    assert "Select at least one person." in refused.get_data(as_text=True)


def test_what_one_act_did_stands_in_the_history_of_each(three: Pool, recruiter: FlaskClient) -> None:
    done(recruiter, three, "move", pick=three.ids, to="screen")
    entries = three.board.session().scalars(select(History).where(History.together != "")).all()
    assert {entry.what for entry in entries} == {"stage_moved"}
    assert {(entry.before, entry.after, entry.actor_name) for entry in entries} == {
        ("applied", "screen", "Judith Amaro-Kell")
    }
    assert len({entry.together for entry in entries}) == 1


def test_an_act_costs_the_same_however_many_it_is_about(three: Pool, recruiter: FlaskClient, count_statements) -> None:  # type: ignore[no-untyped-def]
    counts = []
    for ids in (three.ids[:1], three.ids):
        three.board.session.remove()
        with count_statements(three.board.engine) as statements:
            assert recruiter.get(three.path("close"), query_string={"pick": ids}).status_code == 200
        counts.append(statements.count)
    assert counts[0] == counts[1] < 30


def test_a_reason_is_chosen_by_a_person_and_not_by_the_form(three: Pool, recruiter: FlaskClient) -> None:
    form = recruiter.get(three.path("close"), query_string={"pick": three.ids}).get_data(as_text=True)
    assert re.search(r'<select [^>]*name="reason"[^>]*>\s*<option value="">Choose a reason', form)
    refused = recruiter.post(three.path("close"), data={"pick": three.ids, "letter": "yes"})
    assert refused.status_code == 422
    assert "Choose a reason for everybody who has none of their own." in refused.get_data(as_text=True)
