"""An interviewer's scorecard: it asks what the round of the plan says, and nothing that was written is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from jobboard.applications.models import Overall, Scorecard, ScorecardRating
from jobboard.applications.plan import Attribute, asked_of
from jobboard.applications.schemas import read_scorecard_form
from jobboard.applications.service import Rated
from jobboard.errors import InvalidInput
from jobboard.flows import pool
from jobboard.flows.erase_candidate import erase
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import IDRIS, JUDITH, RAVI
from tests.support.interviewed import Interviewed

ASKED = [Attribute("Budgets", "Skills"), Attribute("Trade campaigns", "Skills")]


@pytest.fixture
def held(app: Flask, board: BoardState) -> Interviewed:
    """See ``Interviewed``."""
    return Interviewed(app, board)


def cards_of(held: Interviewed) -> list[Scorecard]:
    return list(held.board.session().scalars(select(Scorecard)))


def chosen(page: str, field: str) -> str:
    return re.findall(rf'name="{field}" value="([^"]*)" checked', page)[0]


def test_the_card_asks_what_the_round_says_under_its_categories(held: Interviewed) -> None:
    page = held.card()
    assert "Give them the March plan." in page
    assert re.findall(r'<h2 id="category-\d+">([^<]+)', page) == ["Skills", "Values"]
    legends = re.findall(r'<legend class="jb-vh">([^<]+)', page)
    assert legends == ["Budgets", "Trade campaigns", "Says early when something slips"]
    assert 'aria-describedby="rating-0-for"' in page
    assert "plans backwards from the date" in page
    assert chosen(page, "rating-0") == "0"


def test_a_draft_keeps_ratings_and_notes_and_says_since_when(held: Interviewed) -> None:
    form = {"rating-1": "3", "note-1": "Knew every fair.", "note-2": "Did not come up.", "size": "1", "draft": "yes"}
    assert held.by(IDRIS).post(held.card_path, data=form).status_code == 302
    page = held.card()
    assert (chosen(page, "rating-0"), chosen(page, "rating-1"), chosen(page, "size")) == ("0", "3", "1")
    assert "Knew every fair.</textarea>" in page
    assert page.count('<details class="jb-more" open>') == 2
    assert "You kept this draft today" in page


def test_a_draft_that_the_page_keeps_by_itself_says_nothing_later(held: Interviewed) -> None:
    idris = held.by(IDRIS)
    kept = idris.post(held.card_path, data={"rating-0": "4", "draft": "by-itself"})
    assert (kept.status_code, kept.data) == (204, b"")
    page = idris.get(held.card_path).get_data(as_text=True)
    assert chosen(page, "rating-0") == "4"
    assert "Kept as a draft." not in page
    assert cards_of(held)[0].submitted_at is None


def sealed(page: str) -> str:
    return re.findall(r'name="seal" value="(\w+)"', page)[0]


def test_who_writes_on_two_devices_sees_both_versions_and_loses_neither(held: Interviewed) -> None:
    idris = held.by(IDRIS)
    first = {"seal": sealed(held.card()), "draft": "yes"}
    assert (
        idris.post(held.card_path, data=first | {"takeaways": "Took the brief apart.", "rating-0": "4"}).status_code
        == 302
    )
    late = idris.post(held.card_path, data=first | {"takeaways": "Asked who reads it.", "overall": "YES"})
    assert late.status_code == 409
    assert "You wrote on this card elsewhere in the meantime" in late.text
    assert '<p class="jb-quote">Took the brief apart.</p>' in late.text
    assert "4 strong" in late.text.split('id="elsewhere"')[1].split("</section>")[0]
    assert "Asked who reads it.</textarea>" in late.text
    assert cards_of(held)[0].takeaways == "Took the brief apart."
    again = first | {"seal": sealed(late.text), "takeaways": "Took the brief apart. Asked who reads it."}
    assert idris.post(held.card_path, data=again).status_code == 302
    assert "Asked who reads it." in held.card()


def test_a_draft_kept_by_itself_on_another_device_is_neither_written_over_nor_submitted_over(held: Interviewed) -> None:
    idris = held.by(IDRIS)
    opened = {"seal": sealed(held.card()), "overall": "YES"}
    by_itself = {"draft": "by-itself", "takeaways": "Took the brief apart."}
    kept = idris.post(held.card_path, data=opened | by_itself)
    assert kept.headers["Jobboard-Seal"] == sealed(held.card())
    assert idris.post(held.card_path, data=opened | by_itself | {"takeaways": "x"}).status_code == 409
    assert idris.post(held.card_path, data=opened | {"takeaways": "Asked who reads it."}).status_code == 409
    assert cards_of(held)[0].submitted_at is None


def test_the_same_sent_twice_is_no_second_version(held: Interviewed) -> None:
    form = {"seal": sealed(held.card()), "draft": "yes", "takeaways": "Took the brief apart."}
    for _ in range(2):
        assert held.by(IDRIS).post(held.card_path, data=form).status_code == 302


def test_what_was_written_comes_back_with_what_is_wrong(held: Interviewed) -> None:
    form = {"rating-0": "2", "note-0": "x" * 1001, "takeaways": "Rewrote the plan."}
    refused = held.by(IDRIS).post(held.card_path, data=form)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#note-0"' in page
    assert "Note on Budgets: Keep this note to 1,000 characters; it has 1,001." in page
    assert chosen(page, "rating-0") == "2"
    assert "x" * 1001 + "</textarea>" in page
    assert "Rewrote the plan.</textarea>" in page
    assert cards_of(held) == []


def test_a_submitted_card_reads_by_category_with_its_notes(held: Interviewed) -> None:
    form = {"overall": "NO_DECISION", "rating-0": "4", "note-0": "Planned it from the last day."}
    held.by(IDRIS).post(held.card_path, data=form)
    assert "Planned it" not in held.card(RAVI)
    held.by(RAVI).post(held.card_path, data={"overall": "YES", "rating-1": "3"})
    page = held.card(RAVI)
    assert "Idris Vale: No decision" in page
    assert page.index("Skills") < page.index("Planned it from the last day.") < page.rindex("Values")


def test_a_card_opens_for_submitting_when_the_interview_begins(app: Flask, board: BoardState, clock: Any) -> None:
    held = Interviewed(app, board)
    held.interview = held.meet(date=(board.now() + timedelta(days=3)).date().isoformat(), name="Meeting")
    idris, form = held.by(IDRIS), {"overall": "YES", "takeaways": "Prepared well."}
    assert "It opens for submitting when the interview begins, on " in held.card()
    assert "Submit the scorecard" not in held.card()
    refused = idris.post(held.card_path, data=form)
    assert refused.status_code == 422
    assert "Prepared well.</textarea>" in refused.get_data(as_text=True)
    assert cards_of(held) == []
    assert idris.post(held.card_path, data=form | {"draft": "yes"}).status_code == 302
    clock.advance(timedelta(days=4))
    assert "It opens for submitting" not in held.card()
    assert idris.post(held.card_path, data=form).status_code == 302
    assert cards_of(held)[0].submitted_at is not None


@pytest.mark.parametrize(
    ("card", "field"),
    [
        ({"overall": "YES"}, "takeaways"),
        ({"overall": "NO_DECISION", "rating-0": "3"}, "takeaways"),
        ({"takeaways": "Took the brief apart."}, "overall"),
    ],
)
def test_a_card_that_says_too_little_is_not_submitted(held: Interviewed, card: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        pool.save_scorecard(held.board, held.interview, card, actor=IDRIS, submit=True)
    assert list(refused.value.errors) == [field]
    assert cards_of(held) == []


@pytest.mark.parametrize("beside", [{"rating-0": "1"}, {"size": "0"}, {"note-1": "By heart."}, {"takeaways": "Calm."}])
def test_one_rating_or_sentence_beside_the_overall_answer_is_enough(held: Interviewed, beside: dict[str, str]) -> None:
    pool.save_scorecard(held.board, held.interview, {"overall": "YES"} | beside, actor=IDRIS, submit=True)
    assert cards_of(held)[0].submitted_at is not None


def test_only_what_was_asked_is_rated(held: Interviewed) -> None:
    form = {"overall": "YES", "rating-7": "1", "rating-Charm": "1", "rating-0": "3"}
    held.by(IDRIS).post(held.card_path, data=form)
    session = held.board.session()
    assert [(row.attribute, row.rating) for row in session.scalars(select(ScorecardRating))] == [
        ("Budgets", 3),
        ("Trade campaigns", None),
        ("Says early when something slips", None),
    ]


def test_without_attributes_in_the_plan_the_card_asks_for_the_jobs_skills(app: Flask, board: BoardState) -> None:
    held = Interviewed(app, board, **{"attributes-0": "", "attributes-1": ""})
    asked = asked_of(given.full(board, held.application).interviews[0])
    assert asked[0] == Attribute("budgets", "Skills")


@pytest.mark.parametrize("field", ["rating-0", "overall", "size"])
def test_an_answer_that_is_none_is_refused_by_its_field(field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_scorecard_form({"overall": "YES", field: "9"}, ASKED)
    assert list(refused.value.errors) == [field]


def test_a_rating_left_out_is_not_seen() -> None:
    read = read_scorecard_form({"overall": "NO_DECISION", "rating-1": "4", "note-1": " By heart. "}, ASKED)
    assert read.overall is Overall.NO_DECISION
    assert read.ratings == {"Budgets": Rated(None), "Trade campaigns": Rated(4, "By heart.")}


def test_notes_go_with_the_person_who_is_erased(held: Interviewed) -> None:
    held.by(IDRIS).post(held.card_path, data={"overall": "YES", "rating-0": "3", "note-0": "Maren was late."})
    erase(held.board, held.person, actor=JUDITH, why="Asked for it.")
    assert set(held.board.session().scalars(select(ScorecardRating.note))) == {""}
