"""Words in a posting that shut people out: found, explained, never blocking."""

import json

import pytest
from flask.testing import FlaskClient

from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_jobs
from jobboard.jobs.wording import doubtful_words, reworded
from jobboard.state import BoardState
from jobboard.testing import situations as given


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Maximum 5 years of experience.", "Maximum 5 years"),
        ("max 5 years' experience", "max 5 years'"),
        ("No more than five years in a similar role", "No more than five years"),
        ("You bring 2-4 years of experience", "2-4 years of experience"),
        ("You bring 2 – 4 yrs experience", "2 – 4 yrs experience"),
        ("A digital\n  native who has run a budget", "digital native"),
        ("Ideal for Recent Graduates!", "Recent Graduates"),
        ("Join our young and energetic office", "young and energetic"),
        ("an energetic team", "energetic team"),
        ("Native speaker of German", "Native speaker"),
        ("we won’t take overqualified people", "overqualified"),
        ("aged 20 to 35", "aged 20 to 35"),
        ("sales ninja", "ninja"),
        ("3-5 years max", "3-5 years max"),
        ("Experience: 3 to 5 years maximum", "3 to 5 years maximum"),
        ("You have less than 3 years behind you", "less than 3 years"),
        ("Full-time contract, maximum of five years in the trade", "maximum of five years"),
        ("Ideally under 35.", "under 35"),
        ("We look for somebody under thirty-five", "under thirty-five"),
        ("Born after 1990?", "Born after 1990"),
        ("no older than 40", "no older than 40"),
        ("Class of 2024 welcome", "Class of 2024"),
    ],
)
def test_it_is_flagged_with_a_reason_and_a_better_wording(text: str, words: str) -> None:
    [flag] = doubtful_words({"description": text})
    assert flag.words == words
    assert flag.field == "description"
    assert flag.why.endswith(".")
    assert "#" not in flag.better


@pytest.mark.parametrize(
    "text",
    [
        "At least 5 years of experience in procurement.",
        "Over 18, since you will sell alcohol.",
        "We have been here for 20 years.",
        "Youth worker for young people in care",
        "Native mobile apps, React Native",
        "An energy company. Energetic materials engineer.",
        "You will mentor graduates.",
        "Contracts of up to 2 years",
        "The Max Planck institute, 5 years running",
        "You will lead under 35 staff.",
        "Replies in under 35 minutes, for under 35,000 customers, at under 35%.",
        "A maximum of five years' contract",
        "Contract for a maximum of two years.",
        "We are less than 3 years old.",
        "Files no older than 30 days",
        "You will teach a class of 30.",
        "Nobody under 18.",
    ],
)
def test_what_the_work_needs_is_left_alone(text: str) -> None:
    assert doubtful_words({"description": text}) == []


def test_the_better_wording_keeps_the_least_that_was_asked() -> None:
    [flag] = doubtful_words({"description": "3-5 years of experience"})
    assert "at least 3 years" in flag.better


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("A digital\n native, or two digital natives.", "A person at home with digital tools, or two digital natives."),
        ("3–5 years of experience", "at least 3 years of experience"),
        ("Recent graduates! Ask other recent graduates.", "Graduates! Ask other graduates."),
        ("Salesman", "Salesperson"),
        ("native english, spoken", "fluent English, spoken"),
    ],
)
def test_a_better_wording_stands_in_the_place_of_the_doubtful_one(text: str, plainly: str) -> None:
    flag = doubtful_words({"description": text})[0]
    assert reworded(text, flag) == plainly
    assert flag not in doubtful_words({"description": plainly})


def test_each_wording_is_said_once_and_a_hostile_text_is_bounded() -> None:
    assert len(doubtful_words({"title": "Ninja", "description": "ninja " * 50_000})) == 2


def test_the_job_form_shows_them_and_never_blocks(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = given.a_job(board, description="A digital native with max 5 years behind them.")
    form = recruiter.get(f"/recruit/jobs/{job_id}/edit").get_data(as_text=True)
    assert "Words to look at again" in form
    assert "“digital native”" in form
    assert "You decide: nothing is blocked." in form
    published = recruiter.post(f"/recruit/jobs/{job_id}/publish")
    page = recruiter.get(published.location).get_data(as_text=True)
    assert "Look at the wording once more: “digital native”, “max 5 years” may turn people away." in page


def test_a_button_writes_it_into_the_form_and_saves_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    page = f"/recruit/jobs/{given.a_job(board, description='As it was.')}/edit"
    typed = {"title": "Changed meanwhile", "description": "A digital native with a budget."}
    form = recruiter.post(page, data=typed | {"reword": "description:digital native"})
    assert form.status_code == 200
    assert "A person at home with digital tools with a budget.</textarea>" in form.text
    assert 'value="Changed meanwhile"' in form.text
    assert "As it was.</textarea>" in recruiter.get(page).text


@pytest.mark.parametrize("key", ["description:young team", "title:digital native", "description:overqualified"])
def test_what_is_not_there_or_has_no_better_words_stays(board: BoardState, recruiter: FlaskClient, key: str) -> None:
    text = "Digital native, not overqualified."
    form = recruiter.post(f"/recruit/jobs/{given.a_job(board)}/edit", data={"description": text, "reword": key})
    assert (form.status_code, f"{text}</textarea>" in form.text) == (200, True)


def test_the_job_form_says_nothing_where_there_is_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    job_id = given.a_job(board)
    assert "Words to look at again" not in recruiter.get(f"/recruit/jobs/{job_id}/edit").get_data(as_text=True)


def test_an_import_warns_of_them_and_takes_the_line(board: BoardState) -> None:
    line = {"identifier": "J1", "title": "Marketing Ninja", "qualifications": "Recent graduates only."}
    report = import_jobs(board, [json.dumps(line)], actor=SYSTEM)
    assert (report.added, report.rejected) == (1, 0)
    assert [(remark.line, remark.field) for remark in report.remarks] == [(1, "title"), (1, "qualifications")]
    again = import_jobs(board, [json.dumps(line)], actor=SYSTEM)
    assert not again.remarks
