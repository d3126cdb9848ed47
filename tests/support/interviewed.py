"""Maren, whom Idris and Ravi met in a work sample as the interview plan of the job says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobboard.flows import interview_plan, interviews, pool
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import IDRIS, JUDITH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.access import Actor
    from jobboard.state import BoardState

DESK = "/recruit"
WORK_SAMPLE = {
    "name": "Work sample",
    "stage": "interview",
    "duration_minutes": "60",
    "instructions": "Give them the March plan.",
    "category-0": "Skills",
    "attributes-0": "Budgets: plans backwards from the date\nTrade campaigns",
    "category-1": "Values",
    "attributes-1": "Says early when something slips",
}


class Interviewed:
    """Her application, and the work sample on Saturday 21 November; ``past`` are her roles, and ``plan`` changes what
    the round says."""

    def __init__(self, app: Flask, board: BoardState, *, past: Sequence[Any] = given.MANAGER, **plan: Any) -> None:
        self.app, self.board = app, board
        self.job = given.a_job(board, "Marketing Coordinator", publish=True)
        self.person = given.a_candidate(board, held=past)
        self.application = given.an_application(board, self.person, self.job)
        self.interview = self.meet(date="2026-11-21", **plan)

    def meet(self, *, date: str, panel: tuple[str, ...] = ("idris", "ravi"), **plan: Any) -> str:
        """One more round of the plan and its interview, at two in the afternoon."""
        planned = interview_plan.add_round(self.board, self.job, WORK_SAMPLE | plan, actor=JUDITH)
        form = {"date": date, "time": "14:00", "interviewers": list(panel), "round": planned}
        return interviews.schedule_interview(self.board, self.application, form, actor=JUDITH)

    def write(self, who: Actor, interview: str = "", **card: Any) -> None:
        """Somebody submits their card; without more words it says yes, and why."""
        form = {"overall": "YES", "takeaways": "Took the brief apart."} | {
            name.replace("_", "-"): value for name, value in card.items()
        }
        pool.save_scorecard(self.board, interview or self.interview, form, actor=who, submit=True)

    @property
    def card_path(self) -> str:
        """Where one's card is."""
        return f"{DESK}/interviews/{self.interview}/scorecard"

    def by(self, who: Actor) -> FlaskClient:
        """Somebody at their desk."""
        return client_as(self.app, who)

    def page(self, who: Actor = JUDITH, path: str = "") -> str:
        """Her application as somebody sees it, or another page."""
        answer = self.by(who).get(path or f"{DESK}/applications/{self.application}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def card(self, who: Actor = IDRIS) -> str:
        """Their own card as they see it."""
        return self.page(who, self.card_path)
