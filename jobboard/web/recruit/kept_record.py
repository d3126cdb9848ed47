"""One kept record: its terms, its pauses, the day to look again, and the questions that go to the person."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.candidates.queries import timeline
from jobboard.dates import months_after
from jobboard.errors import ContactPaused, InvalidInput, TermsChanged
from jobboard.flows import kept_record as flow
from jobboard.flows import reconfirm as reconfirming
from jobboard.flows import renew as renewing
from jobboard.flows.messages import MessageDraft
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.rule_queries import rules_of
from jobboard.state import BoardState
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_record import (
    RECORD_LABELS,
    owner_options,
    record_page,
    record_values,
    saved_sentence,
    theirs_rows,
)
from jobboard.web.recruit.present_rules import rule_row
from jobboard.web.recruit.timelines import told
from jobboard.web.wishes import choices

routes = Routes()

Errors = dict[str, list[str]]
_ABOUT_RECORDS = frozenset(
    {
        "consent_granted",
        "consent_withdrawn",
        "keep_proposed",
        "kept_edited",
        "kept_moved",
        "kept_on_file",
        "kept_reviewed",
        "reconfirm_asked",
        "reconfirm_taken_back",
        "reconfirmed",
        "renew_consent_asked",
        "renew_consent_taken_back",
        "wishes_edited",
        "wishes_forgotten",
    }
)


@routes.form("/kept/<kept>")
def kept_record(kept: str) -> ResponseReturnValue:
    """The terms to read and change, what can be done about the record, and everything that was done. What is only
    proposed has no terms yet: it is confirmed first."""
    if request.method != "POST":
        proposed = _kept(kept).status is KeptStatus.PROPOSED
        return redirect(url_for(".confirm", kept=kept)) if proposed else _page(kept)
    values = desk.typed("functions", "work_modes")
    name = _kept(kept).candidate.name
    try:
        changed = flow.edit(current.board(), kept, values, actor=current.actor())
    except TermsChanged as problem:
        return _page(kept, values | {"seal": problem.seal}, {}, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _page(kept, values, problem.errors), 422
    desk.say(saved_sentence(name, changed))
    return redirect(url_for(".kept_record", kept=kept))


@routes.post("/kept/<kept>/pause")
def pause_kept(kept: str) -> ResponseReturnValue:
    """Let the record rest."""
    flow.pause(current.board(), kept, actor=current.actor())
    desk.say("Paused. They surface for nothing until you make the record active again.")
    return redirect(url_for(".kept_record", kept=kept))


@routes.post("/kept/<kept>/activate")
def activate_kept(kept: str) -> ResponseReturnValue:
    """Make it active again."""
    flow.activate(current.board(), kept, actor=current.actor())
    desk.say("Active again. Whatever open job fits them comes to the review inbox.")
    return redirect(url_for(".kept_record", kept=kept))


@routes.post("/kept/<kept>/extend")
def extend_kept(kept: str) -> ResponseReturnValue:
    """Let the promise run longer, within the consent."""
    try:
        flow.extend(current.board(), kept, desk.typed(), actor=current.actor())
    except InvalidInput as problem:
        return _page(kept, None, problem.errors), 422
    desk.say("Extended.")
    return redirect(url_for(".kept_record", kept=kept))


@routes.post("/kept/<kept>/review")
def review_kept(kept: str) -> ResponseReturnValue:
    """Tick the look off, with the day of the next one."""
    name, values = _kept(kept).candidate.name, desk.typed()
    try:
        flow.review(current.board(), kept, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(kept, None, problem.errors), 422
    desk.say(f"{name}: looked at.")
    return redirect(url_for(".reviews") if values.get("back") == "reviews" else url_for(".kept_record", kept=kept))


@routes.form("/kept/<kept>/reconfirm")
def reconfirm(kept: str) -> ResponseReturnValue:
    """The prepared question whether what we noted still holds."""
    return _ask(kept, "reconfirm", reconfirming.reconfirmation, reconfirming.ask_to_reconfirm)


@routes.post("/kept/<kept>/reconfirm/undo")
def undo_reconfirm(kept: str) -> ResponseReturnValue:
    """Take that question back before it leaves."""
    reconfirming.take_back(current.board(), kept, actor=current.actor())
    return _taken_back(kept)


@routes.form("/kept/<kept>/renew")
def renew(kept: str) -> ResponseReturnValue:
    """The prepared question whether we may keep them longer."""
    return _ask(kept, "renew", renewing.renewal, renewing.ask_to_renew)


@routes.post("/kept/<kept>/renew/undo")
def undo_renew(kept: str) -> ResponseReturnValue:
    """Take that question back before it leaves."""
    renewing.take_back(current.board(), kept, actor=current.actor())
    return _taken_back(kept)


def _taken_back(kept: str) -> ResponseReturnValue:
    desk.say("Taken back. Nothing was sent.")
    return redirect(url_for(".kept_record", kept=kept))


def _ask(
    kept: str,
    what: str,
    prepare: Callable[..., MessageDraft],
    send: Callable[..., str],
) -> ResponseReturnValue:
    board: BoardState = current.board()
    if request.method != "POST":
        draft = prepare(board, kept, actor=current.actor())
        return _question(kept, what, {"subject": draft.subject, "body": draft.body})
    name, values = _kept(kept).candidate.name, desk.typed()
    try:
        send(board, kept, values, actor=current.actor())
    except InvalidInput as problem:
        return _question(kept, what, values, problem.errors), 422
    except ContactPaused as problem:
        return _question(kept, what, values, {"anyway": [str(problem)]}), 409
    desk.say(f"{name}: the question waits, so that you can still undo.", undo_url=url_for(f".undo_{what}", kept=kept))
    return redirect(url_for(".kept_record", kept=kept))


def _question(kept: str, what: str, values: dict[str, Any], errors: Errors | None = None) -> str:
    return render_template(
        "jobboard/recruit/ask_kept.html",
        page=record_page(_kept(kept), words()),
        what=what,
        values=values,
        errors=errors or {},
    )


def _kept(kept: str) -> KeptCandidate:
    return queries.get_kept(desk.session(), current.scope(), kept)


def _page(
    public_id: str,
    values: dict[str, Any] | None = None,
    errors: Errors | None = None,
    *,
    theirs: dict[str, str] | None = None,
) -> str:
    kept, board = _kept(public_id), current.board()
    history = timeline(desk.session(), current.scope(), kept.candidate, only=_ABOUT_RECORDS)
    return render_template(
        "jobboard/recruit/kept_record.html",
        page=record_page(kept, words()),
        values=record_values(kept, words()) if values is None else values,
        errors=errors or {},
        labels=RECORD_LABELS,
        choices=choices(words()),
        owners=owner_options(board.identity.staff(), kept),
        theirs=theirs_rows(theirs) if theirs else [],
        rules=[
            rule_row(rule, words())
            for rule in rules_of(desk.session(), current.scope(), kept.candidate, now=words().now)
        ],
        next_on=months_after(board.now(), board.config.keep_review_months or 6).date().isoformat(),
        events=told(history),
    )
