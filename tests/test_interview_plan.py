"""A job's interview plan: its rounds are written and put in order, and interviews are arranged by them."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.applications.models import Interview, Stage
from jobboard.applications.plan import MOST_ATTRIBUTES, MOST_ROUNDS, Attribute, attributes_of
from jobboard.applications.plan_schemas import read_round_form
from jobboard.db.history import History
from jobboard.effects import drain
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import interview_plan, interviews, teams
from jobboard.flows.import_data import import_candidates
from jobboard.jobs.wording import doubtful_to_ask, doubtful_words
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, IDRIS, JUDITH, RAVI

DESK = "/recruit"
SCREEN = {
    "name": "Phone screen",
    "stage": "screen",
    "duration_minutes": "20",
    "place": "By phone",
    "interviewers": ["ravi"],
    "instructions": "Ask for the last campaign they ran.",
    "category-0": "Skills",
    "attributes-0": "Budgets: plans backwards from the date\nTrade campaigns",
    "category-1": "Values",
    "attributes-1": "Says early when something slips",
}
MEETING = {"name": "Meeting", "stage": "interview", "duration_minutes": "60", "interviewers": ["idris", "judith"]}
WHEN = {"date": "2026-12-01", "time": "14:00", "duration_minutes": "45"}


class Plan:
    """A job with a plan of two rounds, and Maren, who applied for it."""

    def __init__(self, board: BoardState, client: FlaskClient) -> None:
        self.board, self.client = board, client
        self.job = given.a_job(board, "Marketing Coordinator", publish=True)
        self.rounds = [interview_plan.add_round(board, self.job, form, actor=JUDITH) for form in (SCREEN, MEETING)]
        self.application = given.an_application(board, given.a_candidate(board), self.job)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"{DESK}/jobs/{self.job}/plan"

    def page(self, path: str = "") -> str:
        """The plan's page, or another, as Judith sees it."""
        answer = self.client.get(path or self.path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def names(self) -> list[str]:
        """The rounds in their order, as the page lists them."""
        return re.findall(r'<h2 id="name-\w+"><span class="jb-soft">\d+\.</span> ([^<]+)</h2>', self.page())

    def post(self, at: int, verb: str, **form: str) -> str:
        """Press a button of a round; the page it leads to."""
        answer = self.client.post(f"{self.path}/{self.rounds[at]}/{verb}", data=form, follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def arrange(self, at: int, **changes: Any) -> Interview:
        """An interview that is a round of the plan."""
        form = WHEN | {"interviewers": ["judith"], "round": self.rounds[at]} | changes
        made = interviews.schedule_interview(self.board, self.application, form, actor=JUDITH)
        found = given.full(self.board, self.application).interviews
        return next(one for one in found if one.public_id == made)


@pytest.fixture
def plan(board: BoardState, recruiter: FlaskClient) -> Plan:
    """See ``Plan``."""
    return Plan(board, recruiter)


def values_of(page: str, field: str) -> str:
    return re.findall(rf'name="{field}"[^>]*value="([^"]*)"', page)[0]


def test_a_round_is_written_in_a_form_and_stands_in_the_plan(board: BoardState, recruiter: FlaskClient) -> None:
    job = given.a_job(board)
    path = f"{DESK}/jobs/{job}/plan"
    assert "No interview plan yet" in recruiter.get(path).get_data(as_text=True)
    form = recruiter.get(f"{path}/new").get_data(as_text=True)
    assert "budgets\ntrade campaigns\nagency management</textarea>" in form
    page = recruiter.post(f"{path}/new", data=SCREEN, follow_redirects=True).get_data(as_text=True)
    for said in (
        "Interviews in 1 round",
        "Screen stage, 20 minutes, By phone, with Ravi Thornbury",
        "Skills",
        "Budgets",
    ):
        assert said in page
    assert "plans backwards from the date" in page
    assert page.index("Trade campaigns") < page.index("Values") < page.index("Says early")


def test_rounds_are_put_in_order_taken_out_and_brought_back(plan: Plan) -> None:
    assert plan.names() == ["Phone screen", "Meeting"]
    plan.post(1, "move", to="up")
    assert plan.names() == ["Meeting", "Phone screen"]
    plan.post(1, "move", to="up")
    assert plan.names() == ["Meeting", "Phone screen"]
    assert "Meeting is out of the plan" in plan.post(1, "remove")
    assert plan.names() == ["Phone screen"]
    plan.post(1, "restore")
    assert plan.names() == ["Meeting", "Phone screen"]


def test_only_the_round_taken_out_last_can_be_brought_back(plan: Plan) -> None:
    plan.post(0, "remove")
    plan.post(1, "remove")
    assert plan.client.post(f"{plan.path}/{plan.rounds[0]}/restore").status_code == 404
    plan.post(1, "restore")
    assert plan.names() == ["Meeting"]


def test_a_plan_is_taken_over_by_another_job(plan: Plan) -> None:
    other = given.a_job(plan.board, "Marketing Manager")
    path = f"{DESK}/jobs/{other}/plan"
    assert f'value="{plan.job}"' in plan.page(path)
    page = plan.client.post(f"{path}/copy", data={"source": plan.job}, follow_redirects=True).get_data(as_text=True)
    assert "2 rounds copied" in page
    assert page.index("Phone screen") < page.index("Meeting")
    assert plan.client.post(f"{path}/copy", data={"source": other[::-1]}).status_code == 422


def test_a_plan_has_an_end(plan: Plan) -> None:
    for number in range(MOST_ROUNDS - 2):
        interview_plan.add_round(plan.board, plan.job, MEETING | {"name": f"Round {number}"}, actor=JUDITH)
    assert plan.client.post(f"{plan.path}/new", data=MEETING).status_code == 409
    other = given.a_job(plan.board, "Nurse")
    interview_plan.add_round(plan.board, other, MEETING, actor=JUDITH)
    full = plan.client.post(f"{DESK}/jobs/{other}/plan/copy", data={"source": plan.job})
    assert full.status_code == 409
    assert "would make 11" in full.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"stage": "hired"}, "stage"),
        ({"duration_minutes": "2"}, "duration_minutes"),
        ({"interviewers": ["nobody"]}, "interviewers"),
        ({"attributes-1": "trade  CAMPAIGNS"}, "attributes-1"),
        ({"attributes-1": "\n".join(map(str, range(MOST_ATTRIBUTES)))}, "attributes-1"),
        ({"attributes-0": "x" * 201}, "attributes-0"),
        ({"attributes-0": f"x: {'y' * 301}"}, "attributes-0"),
    ],
)
def test_what_cannot_be_used_is_said_by_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_round_form(SCREEN | changes, [RAVI])
    assert list(refused.value.errors) == [field]


def test_attributes_are_read_by_line_with_category_and_what_to_look_for() -> None:
    read = read_round_form(SCREEN | {"attributes-1": "• Asks before guessing:\n\n- Ratio of 3:1"}, [RAVI])
    assert read.attributes == (
        Attribute("Budgets", "Skills", "plans backwards from the date"),
        Attribute("Trade campaigns", "Skills"),
        Attribute("Asks before guessing", "Values"),
        Attribute("Ratio of 3:1", "Values"),
    )


def test_a_refused_form_comes_back_as_it_was_typed(plan: Plan) -> None:
    refused = plan.client.post(f"{plan.path}/new", data=SCREEN | {"name": ""})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "Give the round a name" in page
    assert "Budgets: plans backwards from the date\nTrade campaigns</textarea>" in page


def test_categories_are_put_in_order_within_the_form(plan: Plan) -> None:
    page = plan.client.post(f"{plan.path}/new", data=SCREEN | {"group": "1"}).get_data(as_text=True)
    assert (values_of(page, "category-0"), values_of(page, "category-1")) == ("Values", "Skills")
    assert plan.names() == ["Phone screen", "Meeting"]


def test_two_who_change_one_round_see_both_versions(plan: Plan) -> None:
    path = f"{plan.path}/{plan.rounds[0]}"
    sealed = values_of(plan.page(path), "seal")
    assert plan.client.post(path, data=SCREEN | {"seal": sealed, "place": "By video"}).status_code == 302
    refused = plan.client.post(path, data=SCREEN | {"seal": sealed, "duration_minutes": "30"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "By video" in page
    assert values_of(page, "duration_minutes") == "30"
    anew = values_of(page, "seal")
    assert plan.client.post(path, data=SCREEN | {"seal": anew, "duration_minutes": "30"}).status_code == 302


def test_a_plan_takes_no_two_rounds_of_one_name(plan: Plan) -> None:
    said = "The plan has a round “meeting” already."
    added = plan.client.post(f"{plan.path}/new", data=MEETING | {"name": " meeting "})
    assert (added.status_code, said in added.text) == (422, True)
    path = f"{plan.path}/{plan.rounds[0]}"
    sealed = {"seal": values_of(plan.page(path), "seal")}
    renamed = plan.client.post(path, data=SCREEN | sealed | {"name": "meeting"})
    assert (renamed.status_code, said in renamed.text) == (422, True)
    assert plan.client.post(path, data=SCREEN | sealed | {"name": "PHONE screen"}).status_code == 302
    other = given.a_job(plan.board, "Buyer")
    interview_plan.add_round(plan.board, other, MEETING, actor=JUDITH)
    copied = plan.client.post(f"{plan.path}/copy", data={"source": other})
    assert (copied.status_code, "This would make two rounds “Meeting”." in copied.text) == (409, True)
    assert plan.names() == ["PHONE screen", "Meeting"]


def test_a_round_whose_name_was_given_to_another_is_not_brought_back(plan: Plan) -> None:
    interview_plan.remove_round(plan.board, plan.job, plan.rounds[1], actor=JUDITH)
    interview_plan.add_round(plan.board, plan.job, MEETING, actor=JUDITH)
    with pytest.raises(Conflict, match="two rounds “Meeting”"):
        interview_plan.restore_round(plan.board, plan.job, plan.rounds[1], actor=JUDITH)


def test_who_edits_a_round_that_a_colleague_took_out_learns_of_it_and_loses_nothing(plan: Plan) -> None:
    path = f"{plan.path}/{plan.rounds[0]}"
    written = SCREEN | {"seal": values_of(plan.page(path), "seal"), "instructions": "Ask what went wrong, and why."}
    interview_plan.remove_round(plan.board, plan.job, plan.rounds[0], actor=RAVI)
    late = plan.client.post(path, data=written)
    assert late.status_code == 409
    assert re.search(r"Ravi Thornbury took out “Phone screen” today at \d\d:\d\d\.", late.text)
    assert "Ask what went wrong, and why.</textarea>" in late.text
    assert f'action="{plan.path}/new"' in late.text
    shown = plan.client.get(path)
    assert (shown.status_code, "Ravi Thornbury took out “Phone screen”" in shown.text) == (409, True)
    interview_plan.remove_round(plan.board, plan.job, plan.rounds[1], actor=JUDITH)
    assert "Ravi Thornbury took out “Phone screen”" in plan.client.post(path, data=written).text
    assert plan.client.post(f"{plan.path}/new", data=written).status_code == 302
    assert plan.names() == ["Phone screen"]


def test_arranging_offers_the_next_round_with_all_that_the_plan_says(plan: Plan) -> None:
    path = f"{DESK}/applications/{plan.application}/interview"
    page = plan.page(path)
    assert values_of(page, "round") == plan.rounds[0]
    assert (values_of(page, "duration_minutes"), values_of(page, "place")) == ("20", "By phone")
    assert re.findall(r'value="(\w+)" checked', page.split('id="interviewers"')[1].split("</fieldset>")[0]) == ["ravi"]
    assert "Moves them to Screen." in page
    plan.arrange(0)
    page = plan.page(path)
    assert values_of(page, "round") == plan.rounds[1]
    assert "arranged for on 1 December" in page
    assert "Moves them to Interview." in page
    outside = plan.page(f"{path}?round=none")
    assert (values_of(outside, "round"), values_of(outside, "duration_minutes")) == ("", "60")


def test_a_round_that_was_missed_or_called_off_is_still_to_be_held(plan: Plan) -> None:
    meeting = plan.arrange(0, date="2026-11-20")
    interviews.mark_interview(plan.board, meeting.public_id, "no_show", actor=JUDITH)
    page = plan.page(f"{DESK}/applications/{plan.application}/interview")
    assert values_of(page, "round") == plan.rounds[0]
    assert "missed on Friday" in page


def test_the_round_says_which_stage_arranging_it_leads_to(plan: Plan) -> None:
    plan.arrange(0)
    assert given.full(plan.board, plan.application).stage is Stage.SCREEN
    plan.arrange(1, time="15:00")
    assert given.full(plan.board, plan.application).stage is Stage.INTERVIEW
    plan.arrange(0, time="16:00")
    assert given.full(plan.board, plan.application).stage is Stage.INTERVIEW


def test_an_interview_remembers_its_round_as_it_was(plan: Plan) -> None:
    arranged = plan.arrange(0).public_id
    plan.post(0, "remove")
    found = given.full(plan.board, plan.application).interviews[0]
    assert (found.round_name, found.instructions) == ("Phone screen", SCREEN["instructions"])
    assert [one.name for one in attributes_of(found)] == [
        "Budgets",
        "Trade campaigns",
        "Says early when something slips",
    ]
    assert "Phone screen, 1 December 2026" in plan.page(f"{DESK}/applications/{plan.application}")
    assert found.public_id == arranged


def test_the_scorecard_asks_what_the_round_says(plan: Plan) -> None:
    page = plan.page(f"{DESK}/interviews/{plan.arrange(0).public_id}/scorecard")
    assert SCREEN["instructions"] in page
    assert re.findall(r'<legend class="jb-vh">([^<]+)', page)[:2] == ["Budgets", "Trade campaigns"]


def test_what_was_changed_of_a_round_is_in_the_history(plan: Plan) -> None:
    path = f"{plan.path}/{plan.rounds[0]}"
    changed = SCREEN | {"seal": values_of(plan.page(path), "seal"), "duration_minutes": "30", "place": "By video"}
    for _ in range(2):
        plan.client.post(path, data=changed | {"seal": values_of(plan.page(path), "seal")})
    entries = list(plan.board.session().scalars(select(History).where(History.what == "round_changed")))
    told = [(entry.actor_id, entry.before, entry.after) for entry in entries]
    assert told == [("judith", "Phone screen", "duration_minutes, place")]


def test_the_page_says_who_changed_the_plan(plan: Plan) -> None:
    path = f"{plan.path}/{plan.rounds[0]}"
    seal = values_of(plan.page(path), "seal")
    plan.client.post(path, data=SCREEN | {"seal": seal, "duration_minutes": "30", "attributes-1": "Asks first"})
    plan.post(1, "move", to="up")
    plan.post(1, "remove")
    other = given.a_job(plan.board, "Nurse")
    interview_plan.add_round(plan.board, other, MEETING, actor=JUDITH)
    interview_plan.copy_plan(plan.board, plan.job, other, actor=JUDITH)
    page = plan.page()
    told = re.findall(r"</span> ([^<]+)\. <span class=\"jb-soft\">Judith Amaro-Kell, 09:00", page)
    assert told == [
        "1 round taken over from Nurse",
        "Meeting taken out",
        "Meeting put elsewhere",
        "Phone screen: minutes and what is rated changed",
        "Meeting added",
        "Phone screen added",
    ]


def test_an_imported_interview_that_names_its_round_is_that_round(plan: Plan) -> None:
    held = {"completedAt": "2026-11-02", "round": "phone  SCREEN"}
    other = {"completedAt": "2026-11-03", "round": "Coffee"}
    entry = {"jobIdentifier": plan.job, "interviews": [held, other]}
    line = {"basics": {"name": "Ada Quill"}, "meta": {"jobboard": {"externalId": "C1", "applications": [entry]}}}
    report = import_candidates(plan.board, [json.dumps(line)], actor=SYSTEM)
    assert (report.added, report.rejected) == (1, 0)
    screen, coffee = plan.board.session().scalars(select(Interview).order_by(Interview.scheduled_at))
    assert (screen.round_id, screen.round_name) == (plan.rounds[0], "Phone screen")
    assert attributes_of(screen)[0].name == "Budgets"
    assert (coffee.round_id, coffee.round_name, coffee.attributes) == ("", "Coffee", [])


def test_a_round_that_is_gone_or_another_jobs_is_refused(plan: Plan) -> None:
    other = given.a_job(plan.board, "Nurse")
    theirs = interview_plan.add_round(plan.board, other, MEETING, actor=JUDITH)
    plan.post(0, "remove")
    for one in (theirs, plan.rounds[0]):
        refused = plan.client.post(
            f"{DESK}/applications/{plan.application}/interview",
            data=WHEN | {"interviewers": ["judith"], "round": one},
        )
        assert refused.status_code == 422
        assert "This round is no longer in the plan" in refused.get_data(as_text=True)


def test_the_panel_is_told_the_round_and_the_candidate_is_not(plan: Plan) -> None:
    plan.arrange(0, tell_candidate="yes")
    plan.board.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined] # the twin
    drain(plan.board)
    mails = {str(mail["To"]): mail.as_string() for mail in plan.board.mail.sent}  # type: ignore[attr-defined] # the twin
    staff = mails.pop("judith@example.org")
    assert "Phone screen" in staff
    assert all("Phone screen" not in mail for mail in mails.values())
    assert len(mails) == 1


def test_a_job_without_a_plan_is_arranged_as_ever(board: BoardState, recruiter: FlaskClient) -> None:
    application = given.an_application(board, given.a_candidate(board), given.a_job(board, publish=True))
    page = recruiter.get(f"{DESK}/applications/{application}/interview").get_data(as_text=True)
    assert "Which round of the plan?" not in page
    assert values_of(page, "duration_minutes") == "60"


@pytest.mark.parametrize(
    "words", ["Culture fit", "Age", "Looks presentable", "Family plans", "Accent", "Sick days", "Gender"]
)
def test_what_stands_in_for_a_person_rather_than_the_work_is_questioned(plan: Plan, words: str) -> None:
    form = SCREEN | {"seal": values_of(plan.page(f"{plan.path}/{plan.rounds[0]}"), "seal"), "attributes-1": words}
    page = plan.client.post(f"{plan.path}/{plan.rounds[0]}", data=form, follow_redirects=True).get_data(as_text=True)
    assert "Is this about the work?" in page
    assert f"“{words.split()[0]}" in page
    assert "Is this about the work?" in plan.page(f"{plan.path}/{plan.rounds[0]}")


@pytest.mark.parametrize(
    "words",
    [
        "Works with children",
        "Looks after a ward at night",
        "Health and safety on site",
        "Organic chemistry",
        "Family law",
        "Explains a number to sales",
        "Lead generation",
    ],
)
def test_the_work_itself_is_not_questioned(words: str) -> None:
    assert doubtful_to_ask({"attributes-0": words}) == []


def test_a_posting_may_say_what_nobody_is_rated_by() -> None:
    assert doubtful_words({"description": "A family firm that sells to children."}) == []


def test_a_hiring_manager_reads_the_plans_of_their_jobs_and_changes_none(plan: Plan, app: Flask) -> None:
    helena = client_as(app, HELENA)
    assert helena.get(plan.path).status_code == 404
    teams.join(plan.board, plan.job, HELENA.id, actor=JUDITH)
    page = helena.get(plan.path).get_data(as_text=True)
    assert "Phone screen" in page
    assert "Add a round" not in page
    assert "Remove" not in page
    assert helena.post(f"{plan.path}/{plan.rounds[0]}/remove").status_code == 403
    assert client_as(app, IDRIS).get(plan.path).status_code == 403
