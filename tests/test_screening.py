"""A job asks its applicants questions: they are written, put in order and taken out, and what they should not ask is
said."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.applications.models import QuestionKind, ScreeningQuestion
from jobboard.applications.screening import MOST_FILES, MOST_QUESTIONS
from jobboard.applications.screening_schemas import read_question_form
from jobboard.db.history import History
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows import screening, teams
from jobboard.jobs.wording import doubtful_to_ask
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, IDRIS, JUDITH, RAVI

DESK = "/recruit"
LICENCE = {"text": "Do you hold a driving licence?", "required": "yes", "flag": "No"}
DAYS = {"text": "How many days a week?", "choice-0": "Five", "choice-1": "Four", "choice-2": "Two", "flag-2": "yes"}


class Asking:
    """A job with two questions, on its page."""

    def __init__(self, board: BoardState, client: FlaskClient) -> None:
        self.board, self.client = board, client
        self.job = given.a_job(board, "Marketing Coordinator", publish=True)
        self.licence = self.ask(QuestionKind.YES_NO, LICENCE)
        self.days = self.ask(QuestionKind.CHOICE, DAYS)

    @property
    def path(self) -> str:
        """Where its questions are."""
        return f"{DESK}/jobs/{self.job}/questions"

    def ask(self, kind: QuestionKind, form: dict[str, str]) -> str:
        """One more question."""
        return screening.add_question(self.board, self.job, kind, form, actor=JUDITH)

    def page(self, path: str = "") -> str:
        """The page of its questions, or another, as Judith sees it."""
        answer = self.client.get(path or self.path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def texts(self) -> list[str]:
        """The questions in their order, as the page lists them."""
        return re.findall(r'<h2 id="text-\w+"><span class="jb-soft">\d+\.</span> ([^<]+)</h2>', self.page())

    def post(self, path: str, **form: str) -> str:
        """Press a button; the page it leads to."""
        answer = self.client.post(f"{self.path}/{path}", data=form, follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


@pytest.fixture
def asking(board: BoardState, recruiter: FlaskClient) -> Asking:
    """See ``Asking``."""
    return Asking(board, recruiter)


def values_of(page: str, field: str) -> str:
    return re.findall(rf'name="{field}"[^>]*value="([^"]*)"', page)[0]


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("yes_no", LICENCE, ("Yes or no, required", "Flagged: No")),
        ("choice", DAYS, ("Choice, optional", "<li>Four</li>", "Flagged: Two")),
        ("number", {"text": "Years?", "least": "1,200", "most": "1500.5"}, ("Number", "under 1,200 and over 1,500.5")),
        ("text", {"text": "Why us?"}, ("Text, optional",)),
        ("file", {"text": "A sample of your work"}, ("File, optional",)),
    ],
)
def test_a_question_of_each_kind_is_written_and_read_back(
    kind: str, form: dict[str, str], said: tuple[str, ...], board: BoardState, recruiter: FlaskClient
) -> None:
    path = f"{DESK}/jobs/{given.a_job(board)}/questions"
    assert f"{path}/new?kind={kind}" in recruiter.get(path).text
    page = recruiter.post(f"{path}/new?kind={kind}", data=form, follow_redirects=True).text
    assert "1 question for whoever applies" in page
    for words in (form["text"], *said):
        assert words in page
    edit = recruiter.get(re.findall(rf'href="({path}/\w+)">Edit', page)[0]).text
    assert form["text"] in edit
    for field in form.keys() & {"choice-0", "choice-2", "least", "most"}:
        assert values_of(edit, field).replace(",", "") == form[field].replace(",", "")


def test_questions_are_put_in_order_taken_out_and_brought_back(asking: Asking) -> None:
    assert asking.texts() == [LICENCE["text"], DAYS["text"]]
    for _ in range(2):
        asking.post(f"{asking.days}/move", to="up")
        assert asking.texts() == [DAYS["text"], LICENCE["text"]]
    assert "asked no more" in asking.post(f"{asking.days}/remove")
    assert asking.texts() == [LICENCE["text"]]
    asking.post(f"{asking.days}/restore")
    assert asking.texts() == [DAYS["text"], LICENCE["text"]]


def test_only_the_question_taken_out_last_can_be_brought_back(asking: Asking) -> None:
    asking.post(f"{asking.days}/remove")
    asking.post(f"{asking.licence}/remove")
    assert asking.client.post(f"{asking.path}/{asking.days}/restore").status_code == 404
    asking.post(f"{asking.licence}/restore")
    assert asking.texts() == [LICENCE["text"]]


def test_a_job_asks_so_much_and_no_more(asking: Asking) -> None:
    for number in range(MOST_FILES):
        asking.ask(QuestionKind.FILE, {"text": f"File {number}"})
    with pytest.raises(Conflict, match="files at most"):
        asking.ask(QuestionKind.FILE, {"text": "One more"})
    for number in range(MOST_QUESTIONS - MOST_FILES - 2):
        asking.ask(QuestionKind.TEXT, {"text": f"Question {number}"})
    with pytest.raises(Conflict, match="questions at most"):
        asking.ask(QuestionKind.TEXT, {"text": "One more"})
    assert "/new?kind=" not in asking.page()


def test_another_job_asks_the_same_in_one_step(asking: Asking) -> None:
    other = given.a_job(asking.board, "Nurse")
    path = f"{DESK}/jobs/{other}/questions"
    assert f'value="{asking.job}"' in asking.page(path)
    copied = asking.client.post(f"{path}/copy", data={"source": asking.job}, follow_redirects=True).text
    assert "2 questions copied" in copied
    assert copied.index(LICENCE["text"]) < copied.index(DAYS["text"])
    assert "Flagged: Two" in copied
    assert asking.client.post(f"{path}/copy", data={"source": other[::-1]}).status_code == 422
    for number in range(MOST_QUESTIONS - 3):
        asking.ask(QuestionKind.TEXT, {"text": f"Question {number}"})
    full = asking.client.post(f"{path}/copy", data={"source": asking.job})
    assert full.status_code == 409
    assert "this would make 21" in full.text


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("text", {"text": " "}, "text"),
        ("text", {"text": "x" * 301}, "text"),
        ("yes_no", {"flag": "Maybe"}, "flag"),
        ("number", {"least": "a few"}, "least"),
        ("number", {"least": "3", "most": "2"}, "most"),
        ("choice", {"choice-0": "One alone"}, "choice-1"),
        ("choice", {"choice-0": "Day", "choice-1": "day ", "choice-2": "Night"}, "choice-1"),
        ("choice", {"choice-0": "x" * 101, "choice-1": "Day"}, "choice-0"),
    ],
)
def test_what_cannot_be_used_is_said_by_its_field(kind: str, changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_question_form(QuestionKind(kind), {"text": "Is that so?"} | changes)
    assert list(refused.value.errors) == [field]


def test_a_refused_form_comes_back_as_it_was_typed(asking: Asking) -> None:
    refused = asking.client.post(f"{asking.path}/new?kind=choice", data=DAYS | {"text": ""})
    assert refused.status_code == 422
    assert "Write the question" in refused.text
    assert values_of(refused.text, "choice-2") == "Two"
    assert re.search(r'name="flag-2" value="yes" checked', refused.text)


def test_more_answers_can_be_had_without_saving(asking: Asking) -> None:
    typed = {f"choice-{at}": f"Answer {at}" for at in range(4)}
    page = asking.client.post(f"{asking.path}/new?kind=choice", data=typed | {"more": "yes"}).text
    assert values_of(page, "choice-5") == ""
    assert asking.texts() == [LICENCE["text"], DAYS["text"]]


def test_two_who_change_one_question_see_both_versions(asking: Asking) -> None:
    path = f"{asking.path}/{asking.licence}"
    sealed = values_of(asking.page(path), "seal")
    hers = LICENCE | {"seal": sealed, "text": "May you drive?"}
    assert asking.client.post(path, data=hers).status_code == 302
    refused = asking.client.post(path, data=LICENCE | {"seal": sealed, "flag": ""})
    assert refused.status_code == 409
    assert "May you drive?" in refused.text
    anew = values_of(refused.text, "seal")
    assert asking.client.post(path, data=LICENCE | {"seal": anew}).status_code == 302
    assert LICENCE["text"] in asking.texts()


def test_who_edits_a_question_that_a_colleague_took_out_learns_of_it_and_loses_nothing(asking: Asking) -> None:
    path = f"{asking.path}/{asking.days}"
    page = asking.page(path)
    written = DAYS | {"seal": values_of(page, "seal"), "kind": values_of(page, "kind"), "text": "How many days a week?"}
    screening.remove_question(asking.board, asking.job, asking.days, actor=RAVI)
    late = asking.client.post(path, data=written)
    assert late.status_code == 409
    assert f"Ravi Thornbury took out “{DAYS['text']}” today at" in late.text
    assert "How many days a week?</textarea>" in late.text
    assert f'action="{asking.path}/new?kind=choice"' in late.text
    assert asking.client.get(path).status_code == 409
    assert asking.client.get(f"{asking.path}/nothing").status_code == 404


def test_what_was_changed_of_a_question_is_in_the_history(asking: Asking) -> None:
    path = f"{asking.path}/{asking.licence}"
    for _ in range(2):
        form = LICENCE | {"required": "", "flag": "Yes", "seal": values_of(asking.page(path), "seal")}
        asking.client.post(path, data=form)
    entries = asking.board.session().scalars(select(History).where(History.what == "question_changed"))
    assert [(entry.before, entry.after) for entry in entries] == [(LICENCE["text"], "required, flagged")]


@pytest.mark.parametrize(
    "text",
    [
        "How old are you?",
        "What is your date of birth?",
        "What is your marital status?",
        "Which religion are you?",
        "What is your nationality?",
        "Do you have a disability?",
        "Do you plan to have children?",
        "What is your current salary?",
        "Have you a criminal record?",
    ],
)
def test_a_question_about_the_person_rather_than_the_work_is_kept_and_questioned(text: str, asking: Asking) -> None:
    page = asking.post("new?kind=text", text=text)
    assert text in asking.texts()
    assert "Is this about the work?" in page
    assert "nothing is blocked" in page


@pytest.mark.parametrize(
    "text",
    [
        "Do you have the right to work in the United Kingdom?",
        "Do you hold a full driving licence?",
        "How many people have you led?",
        "Can you work two Saturdays a month?",
        "Have you worked with children with special needs?",
    ],
)
def test_a_question_about_the_work_is_not(text: str) -> None:
    assert doubtful_to_ask({"text": text}) == []


def test_a_hiring_manager_reads_the_questions_of_their_jobs_and_changes_none(asking: Asking, app: Flask) -> None:
    helena = client_as(app, HELENA)
    assert helena.get(asking.path).status_code == 404
    teams.join(asking.board, asking.job, HELENA.id, actor=JUDITH)
    page = helena.get(asking.path).text
    assert DAYS["text"] in page
    for word in ("Edit", "Remove", "new?kind="):
        assert word not in page
    assert helena.post(f"{asking.path}/{asking.days}/remove").status_code == 403
    assert client_as(app, IDRIS).get(asking.path).status_code == 403


def test_another_jobs_question_is_not_there(asking: Asking) -> None:
    other = given.a_job(asking.board, "Nurse")
    path = f"{DESK}/jobs/{other}/questions/{asking.days}"
    answers: list[Any] = [asking.client.get(path), asking.client.post(f"{path}/remove")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(asking.board.session().scalars(select(ScreeningQuestion)).all()) == 2
