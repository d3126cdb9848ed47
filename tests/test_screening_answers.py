"""Whoever applies answers what the job asks: beside the errors, kept in the draft, stored as it was asked."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from jobboard.applications.models import Application, DraftFile, QuestionKind, ScreeningAnswer
from jobboard.applications.screening import WRITTEN, get_question
from jobboard.db.seal import seal
from jobboard.flows import merge_people, retention, screening, teams
from jobboard.flows.erase_candidate import erase
from jobboard.flows.orphans import sweep_files
from jobboard.jobs.queries import any_job
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH
from tests.support.public import fill_in, open_job

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
LICENCE = {"text": "Do you hold a driving licence?", "required": "yes", "flag": "No"}
DAYS = {"text": "How many days a week?", "choice-0": "Five", "choice-1": "Two", "flag-1": "yes"}
LED = {"text": "How many people have you led?", "required": "yes", "least": "2", "most": "40"}
WHY = {"text": "What draws you to cloth?"}
SAMPLE = {"text": "A sample of your work"}


class Applying:
    """A job with one question of each kind, and somebody at its form."""

    def __init__(self, board: BoardState, client: FlaskClient) -> None:
        self.board, self.client, self.job = board, client, open_job(board)
        self.licence = self.ask(QuestionKind.YES_NO, LICENCE)
        self.days = self.ask(QuestionKind.CHOICE, DAYS)
        self.led = self.ask(QuestionKind.NUMBER, LED)
        self.why = self.ask(QuestionKind.TEXT, WHY)
        self.sample = self.ask(QuestionKind.FILE, SAMPLE)
        self.answers = {self.licence: "No", self.days: "Five", self.led: "1", self.why: "The looms.\nAnd the river."}

    def ask(self, kind: QuestionKind, form: dict[str, str]) -> str:
        """One more question; its field."""
        return f"q-{screening.add_question(self.board, self.job, kind, form, actor=JUDITH)}"

    def fill_in(self, *, sample: bytes | None = PNG, **changes: Any) -> Any:
        """The answer to the sent form."""
        files = {} if sample is None else {self.sample: (BytesIO(sample), "loom.png")}
        return fill_in(self.client, self.job, **{**self.answers, **files, **changes})

    def send(self, **changes: Any) -> str:
        """The receipt after looking it over and sending."""
        review = self.fill_in(**changes).headers["Location"]
        return str(self.client.post(review, follow_redirects=True).text)

    def stored(self, kind: Any = ScreeningAnswer) -> list[Any]:
        """Rows of a table, as they are now."""
        self.board.session.remove()
        return list(self.board.session().scalars(select(kind).order_by(kind.id)))

    def files(self) -> list[bytes]:
        """What is stored."""
        return list(self.board.storage.files.values())  # type: ignore[attr-defined] # the twin

    def change(self, field: str, form: dict[str, str]) -> None:
        """Ask it otherwise."""
        session = self.board.session()
        found = get_question(session, any_job(session, self.board.name, self.job), field[2:])
        sealed = form | {"seal": seal(found, WRITTEN)}
        screening.change_question(self.board, self.job, field[2:], sealed, actor=JUDITH)


@pytest.fixture
def applying(board: BoardState, client: FlaskClient) -> Applying:
    """See ``Applying``."""
    return Applying(board, client)


def draft_of(answer: Any) -> str:
    return re.findall(r'name="draft" value="(\w+)"', answer.text)[0]


def test_the_form_asks_in_order_after_the_resume_and_says_nothing_of_flags(applying: Applying) -> None:
    page = applying.client.get(f"/jobs/{applying.job}/apply").text
    names = re.findall(r'<(?:input|textarea)[^>]*? name="([\w-]+)"', page)
    asked = [*[applying.licence] * 2, *[applying.days] * 3, applying.led, applying.why, applying.sample]
    assert names[names.index("resume") + 1 : names.index("note")] == asked
    assert f'<fieldset class="jb-field" id="{applying.licence}"' in page
    assert "No answer" in page
    assert "flag" not in page.lower()


def test_a_job_without_questions_asks_for_nothing_more(client: FlaskClient, board: BoardState) -> None:
    assert "About this job" not in client.get(f"/jobs/{open_job(board)}/apply").text


def test_answers_are_looked_over_and_stored_as_they_were_asked(applying: Applying) -> None:
    address = applying.fill_in().headers["Location"]
    review = applying.client.get(address).text
    for said in (*applying.answers.values(), "loom.png, 1 KB", LICENCE["text"]):
        assert said in review
    assert f"#{applying.led}" in review
    assert "We have your application" in applying.client.post(address, follow_redirects=True).text
    applying.change(applying.licence, LICENCE | {"text": "May you drive?", "flag": ""})
    told = [(row.question, row.answer, row.flag) for row in applying.stored()]
    assert told == [
        (LICENCE["text"], "No", "No"),
        (DAYS["text"], "Five", ""),
        (LED["text"], "1", "under 2"),
        (WHY["text"], "The looms.\nAnd the river.", ""),
        (SAMPLE["text"], "loom.png", ""),
    ]
    assert PNG in applying.files()
    assert applying.stored(DraftFile) == []


@pytest.mark.parametrize(("led", "flag"), [("2", ""), ("40", ""), ("40.5", "over 40"), ("1,000", "over 40")])
def test_numbers_are_flagged_outside_of_what_was_expected(led: str, flag: str, applying: Applying) -> None:
    applying.send(**{applying.led: led})
    (answer,) = (row for row in applying.stored() if row.kind is QuestionKind.NUMBER)
    assert (answer.answer, answer.flag) == (led, flag)


def test_a_number_may_have_a_decimal_comma(applying: Applying) -> None:
    applying.send(**{applying.led: "1,5"})
    (answer,) = (row for row in applying.stored() if row.kind is QuestionKind.NUMBER)
    assert (answer.answer, answer.flag) == ("1.5", "under 2")


def test_a_flag_moves_nobody(applying: Applying) -> None:
    applying.send()
    (application,) = applying.stored(Application)
    assert (application.status.value, application.stage.value, application.closed_at) == ("active", "applied", None)


def test_what_is_missing_or_cannot_be_used_is_said_beside_it_and_the_rest_is_kept(applying: Applying) -> None:
    changes = {applying.licence: "", applying.days: "Nine", applying.led: "a few", applying.why: "x" * 2001}
    answer = applying.fill_in(sample=b"MZ\x90\0" * 20, **changes)
    assert answer.status_code == 422
    assert "Five things to fix" in answer.text
    for field, said in {
        applying.licence: "Choose one of the answers.",
        applying.days: "Choose one of the answers.",
        applying.led: "Write a number, such as 3 or 2.5.",
        applying.why: "Keep this to 2,000 characters.",
        applying.sample: "Choose a PDF, Word (.docx), OpenDocument, text, PNG or JPEG file",
    }.items():
        assert re.search(rf'id="{field}-error">{re.escape(said)}', answer.text)
        assert f'href="#{field}"' in answer.text
    for typed in ("a few", "x" * 2001, "Maren Okafor-Lund"):
        assert typed in answer.text
    assert applying.files() == [b"Marketing Manager, Tannery Row Hotels"]


def test_a_required_file_is_asked_for(applying: Applying) -> None:
    applying.change(applying.sample, SAMPLE | {"required": "yes"})
    answer = applying.fill_in(sample=None)
    assert f'id="{applying.sample}-error">Choose a file.' in answer.text


def test_a_file_is_kept_replaced_and_taken_away_in_the_draft(applying: Applying) -> None:
    wrong = applying.fill_in(email="maren@post")
    assert "loom.png" in wrong.text
    draft = draft_of(wrong)
    again = {"file": "", "draft": draft, "email": "maren@post", "sample": None}
    assert "loom.png" in applying.fill_in(**again).text
    assert "loom.png" in applying.fill_in(**again | {"sample": PNG + b"2"}).text
    assert applying.files()[1:] == [PNG + b"2"]
    assert "loom.png" not in applying.fill_in(**again, **{f"remove_{applying.sample}": "yes"}).text
    assert len(applying.files()) == 1


def test_what_was_not_asked_is_not_stored(applying: Applying) -> None:
    applying.send(**{"q-01ARZ3NDEKTSV4RRFFQ69G5FAV": (BytesIO(PNG), "other.png")})
    assert len(applying.files()) == 2
    assert len(applying.stored()) == 5


def test_a_question_added_meanwhile_is_asked_before_it_goes(applying: Applying) -> None:
    review = applying.fill_in().headers["Location"]
    field = applying.ask(QuestionKind.TEXT, {"text": "When could you begin?", "required": "yes"})
    answer = applying.client.post(review)
    assert answer.status_code == 422
    assert f'id="{field}-error">Write an answer.' in answer.text
    assert "A question was added since you began:" in answer.text
    assert f'href="#{field}">When could you begin?</a>' in answer.text
    assert "The looms." in answer.text
    assert applying.stored(Application) == []
    asked = re.findall(r'name="asked" value="([^"]*)"', answer.text)[0]
    again = applying.fill_in(draft=draft_of(answer), asked=asked, **{field: "In May"})
    assert "added since you began" not in applying.client.get(again.headers["Location"]).text


def test_a_question_added_before_the_form_is_sent_is_said_to_be_new(applying: Applying) -> None:
    page = applying.client.get(f"/jobs/{applying.job}/apply").text
    assert "added since you began" not in page
    asked = re.findall(r'name="asked" value="([^"]*)"', page)[0]
    field = applying.ask(QuestionKind.TEXT, {"text": "When could you begin?"})
    review = applying.client.get(applying.fill_in(asked=asked).headers["Location"]).text
    assert "A question was added since you began:" in review
    assert re.search(rf'href="[^"]+#{field}">When could you begin\?</a>', review)


def test_a_question_taken_out_meanwhile_is_not_stored_and_its_file_goes(applying: Applying) -> None:
    review = applying.fill_in().headers["Location"]
    screening.remove_question(applying.board, applying.job, applying.sample[2:], actor=JUDITH)
    applying.client.post(review)
    assert SAMPLE["text"] not in [row.question for row in applying.stored()]
    assert PNG not in applying.files()


def test_pressed_twice_it_is_answered_once(applying: Applying) -> None:
    review = applying.fill_in().headers["Location"]
    for _ in range(2):
        assert applying.client.post(review).status_code == 303
    assert len(applying.stored()) == 5
    assert len(applying.stored(Application)) == 1


def test_applying_once_more_answers_anew_and_keeps_what_was_said_before(
    applying: Applying, clock: Any, app: Any
) -> None:
    applying.send()
    clock.advance(timedelta(days=1))
    applying.client = app.test_client()
    applying.send(**{applying.licence: "Yes"}, sample=None)
    rows = [row for row in applying.stored() if row.question == LICENCE["text"]]
    assert [(row.answer, row.replaced_at is None) for row in rows] == [("No", False), ("Yes", True)]
    assert len(applying.stored(Application)) == 1


def test_drafts_that_end_take_their_files_with_them(applying: Applying, clock: Any) -> None:
    applying.fill_in()
    clock.advance(timedelta(days=3))
    retention.sweep(applying.board)
    assert applying.files() == []
    assert applying.stored(DraftFile) == []


def test_no_sweep_takes_a_file_that_waits_or_was_sent(applying: Applying) -> None:
    applying.fill_in()
    assert sweep_files(applying.board, timedelta(days=-1)) == 0
    applying.send()
    assert sweep_files(applying.board, timedelta(days=-1)) == 0


def test_erasure_takes_answers_files_and_drafts(applying: Applying) -> None:
    applying.send()
    applying.fill_in()
    (application,) = applying.stored(Application)
    person = given.full(applying.board, application.public_id).candidate.public_id
    erase(applying.board, person, actor=JUDITH, why="asked")
    assert applying.stored() == applying.stored(DraftFile) == []
    assert applying.files() == []


def test_a_resume_and_the_files_beside_it_fit_in_one_request(applying: Applying) -> None:
    large = b"x" * (10 * 1024 * 1024 - 10)
    other = applying.ask(QuestionKind.FILE, {"text": "Another sample"})
    answer = applying.fill_in(sample=large, file=(BytesIO(large), "cv.txt"), **{other: (BytesIO(large), "b.txt")})
    assert answer.status_code == 303


def test_the_form_and_its_answers_cost_few_statements(applying: Applying, count_statements: Any) -> None:
    with count_statements(applying.board.engine) as shown:
        applying.client.get(f"/jobs/{applying.job}/apply")
    for number in range(8):
        applying.ask(QuestionKind.TEXT, {"text": f"Question {number}"})
    with count_statements(applying.board.engine) as with_more:
        applying.client.get(f"/jobs/{applying.job}/apply")
    assert with_more.count == shown.count


class Read:
    """The same application, sent, as colleagues read it."""

    def __init__(self, applying: Applying, recruiter: FlaskClient) -> None:
        applying.send()
        self.applying, self.recruiter = applying, recruiter
        (self.application,) = (row.public_id for row in applying.stored(Application))

    def page(self, path: str = "") -> str:
        """The application's page, or another of the desk."""
        answer = self.recruiter.get(f"/recruit/{path or f'applications/{self.application}'}")
        assert answer.status_code == 200, path
        return str(answer.text)

    def file_path(self) -> str:
        """Where the file that was sent is."""
        return re.findall(rf'href="(/recruit/applications/{self.application}/answers/\w+)"', self.page())[0]


@pytest.fixture
def read(applying: Applying, recruiter: FlaskClient) -> Read:
    """See ``Read``."""
    return Read(applying, recruiter)


def test_the_application_shows_what_was_asked_and_answered_and_why_it_is_flagged(read: Read) -> None:
    read.applying.change(read.applying.led, LED | {"text": "How many have you led?", "least": "1"})
    page = read.page()
    for said in ("What they answered", LED["text"], "Flagged: under 2", "loom.png", "The looms.\nAnd the river."):
        assert said in page
    assert "How many have you led?" not in page


@pytest.mark.parametrize("view", ["", "?view=board"])
def test_who_decides_finds_flags_beside_the_name(read: Read, view: str) -> None:
    page = read.page(f"jobs/{read.applying.job}{view}")
    assert f"Says no to: {LICENCE['text']}" in page
    assert f"Says 1, under 2, to: {LED['text']}" in page
    assert DAYS["text"] not in page


def test_many_flags_are_counted_and_long_questions_shortened(applying: Applying, recruiter: FlaskClient) -> None:
    for number in range(4):
        form = {"text": f"{number} " + "Would you mind? " * 9, "flag": "Yes"}
        applying.answers[applying.ask(QuestionKind.YES_NO, form)] = "Yes"
    page = Read(applying, recruiter).page(f"jobs/{applying.job}")
    assert "And 3 more" in page
    assert "Says yes to: 0 Would you mind?" in page
    assert "Would you mind? " * 6 not in page


def test_flags_of_a_whole_page_cost_one_statement(read: Read, board: BoardState, count_statements: Any) -> None:
    with count_statements(board.engine) as one:
        read.page(f"jobs/{read.applying.job}")
    for number in range(3):
        read.applying.send(email=f"{number}@example.org")
    with count_statements(board.engine) as several:
        page = read.page(f"jobs/{read.applying.job}")
    assert page.count("Says no to") == 4
    assert several.count == one.count


def test_what_was_said_before_is_folded_and_flags_nobody(read: Read, app: Any, clock: Any) -> None:
    clock.advance(timedelta(days=1))
    read.applying.client = app.test_client()
    read.applying.send(**{read.applying.licence: "Yes", read.applying.led: "3"}, sample=None)
    assert "What they answered before" in read.page()
    assert "Says no to" not in read.page(f"jobs/{read.applying.job}")


def test_a_file_is_downloaded_and_that_is_remembered(read: Read, board: BoardState) -> None:
    answer = read.recruiter.get(read.file_path())
    assert answer.data == PNG
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "File in the application opened" in read.page()


def test_files_and_answers_are_for_who_sees_the_application(read: Read, board: BoardState, app: Any) -> None:
    helena, path = client_as(app, HELENA), read.file_path()
    assert helena.get(path).status_code == 404
    teams.join(board, read.applying.job, HELENA.id, actor=JUDITH)
    assert helena.get(path).status_code == 200
    other = given.an_application(board, given.a_candidate(board, "Bo Cole"), read.applying.job)
    assert read.recruiter.get(path.replace(read.application, other)).status_code == 404


def test_the_person_reads_their_answers_and_nothing_of_flags(read: Read, board: BoardState) -> None:
    person = given.full(board, read.application).candidate
    page = read.applying.client.get(f"/jobs/you/{person.access_key}").text
    assert "5 answers for Marketing Manager" in page
    for said in ("What you answered", LICENCE["text"], "The looms."):
        assert said in page
    for word in ("flag", "under 2"):
        assert word not in page.lower()


def test_a_merge_and_a_parting_leave_answers_with_their_application(read: Read, board: BoardState) -> None:
    person = given.full(board, read.application).candidate.public_id
    done = merge_people.merge(board, given.a_candidate(board, "Maren Lund"), person, actor=JUDITH)
    assert "The looms." in read.page()
    merge_people.part(board, done, actor=JUDITH)
    assert "The looms." in read.page()
