"""One decision about one person of the review inbox: invite, snooze, not for this, ask first, undo."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import (
    AlreadyDecided,
    Conflict,
    ConsentMissing,
    ContactPaused,
    DecidedMeanwhile,
    IllegalMove,
    InConversation,
    InvalidInput,
    JobboardError,
)
from jobboard.flows import approach, reconfirm, review
from jobboard.keep_on_file import inbox_queries
from jobboard.keep_on_file.models import DismissalScope, Surfacing
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, inbox_view
from jobboard.web.recruit.present_decide import (
    Turn,
    dismissal_options,
    dismissed_sentence,
    first_snooze,
    function_choices,
    invited_sentence,
    level_choices,
    snooze_options,
    snoozed_sentence,
)
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_opened import next_after, opened, pause_words, talk_words

routes = Routes()


@routes.form("/inbox/<surfacing>/invite")
def invite(surfacing: str) -> ResponseReturnValue:
    """The drafted invitation to read and change, then sent in the recruiter's name. Who talks with them already, and
    who wrote a short while ago, stands above it."""
    if request.method != "POST":
        return _draft(surfacing)
    values = desk.typed()
    try:
        turn = _turn(_surfacing(surfacing))
        review.invite(current.board(), surfacing, values, actor=current.actor())
    except InvalidInput as problem:
        return _invitation(surfacing, values, problem.errors), 422
    except ContactPaused as pause:
        return _invitation(surfacing, values, {"soon": [str(pause)]}), 409
    except InConversation as talk:
        return _invitation(surfacing, values, {"anyway": [str(talk)]} if talk.may_go_on else {}), 409
    except DecidedMeanwhile as other:
        return _invitation(surfacing, values, {"version": [str(other)]}), 409
    except (Conflict, ConsentMissing, IllegalMove) as stopped:
        return _unsent(values, stopped), 409
    return _decided(surfacing, turn, invited_sentence(turn))


@routes.form("/inbox/<surfacing>/snooze")
def snooze(surfacing: str) -> ResponseReturnValue:
    """Until which day, or which event, the person is out of sight."""
    found = _surfacing(surfacing)
    if request.method != "POST":
        return _decision("snooze", found, values=first_snooze(found.job, words()), errors={})
    turn, values = _turn(found), desk.typed()
    try:
        asked = review.snooze(current.board(), surfacing, values, actor=current.actor())
    except InvalidInput as problem:
        return _decision("snooze", _surfacing(surfacing), values=values, errors=problem.errors), 422
    except DecidedMeanwhile as other:
        return _decision("snooze", _surfacing(surfacing), values=values, errors={"version": [str(other)]}), 409
    except AlreadyDecided as before:
        return _as_it_stands(surfacing, before)
    return _decided(surfacing, turn, snoozed_sentence(turn, asked, words()))


@routes.form("/inbox/<surfacing>/dismiss")
def dismiss(surfacing: str) -> ResponseReturnValue:
    """How far the “not for this” reaches, why, and until when."""
    found = _surfacing(surfacing)
    if request.method != "POST":
        return _decision("dismiss", found, values={"scope": DismissalScope.JOB}, errors={})
    turn, values = _turn(found), desk.typed()
    try:
        review.dismiss(current.board(), surfacing, values, actor=current.actor())
    except InvalidInput as problem:
        return _decision("dismiss", _surfacing(surfacing), values=values, errors=problem.errors), 422
    except DecidedMeanwhile as other:
        return _decision("dismiss", _surfacing(surfacing), values=values, errors={"version": [str(other)]}), 409
    except AlreadyDecided as before:
        return _as_it_stands(surfacing, before)
    return _decided(surfacing, turn, dismissed_sentence(turn, values.get("scope", DismissalScope.JOB)))


@routes.form("/inbox/<surfacing>/reconfirm")
def reconfirm_first(surfacing: str) -> ResponseReturnValue:
    """The prepared question whether what we noted still holds, then sent in the recruiter's name."""
    found = _surfacing(surfacing)
    name, kept_id = found.kept.candidate.name, found.kept.public_id
    if request.method != "POST":
        draft = reconfirm.reconfirmation(current.board(), kept_id, actor=current.actor())
        return _question(surfacing, {"subject": draft.subject, "body": draft.body}, {})
    values = desk.typed()
    try:
        reconfirm.ask_to_reconfirm(current.board(), kept_id, values, actor=current.actor())
    except InvalidInput as problem:
        return _question(surfacing, values, problem.errors), 422
    except ContactPaused as pause:
        return _question(surfacing, values, {"anyway": [str(pause)]}), 409
    view = inbox_view.asked().params
    desk.say(
        f"{name} will be asked whether this still holds. The message waits, so that you can still undo.",
        undo_url=url_for(".undo_reconfirm_first", surfacing=surfacing, **view),
    )
    return redirect(url_for(".inbox_item", surfacing=surfacing, **view))


@routes.post("/inbox/<surfacing>/reconfirm/undo")
def undo_reconfirm_first(surfacing: str) -> ResponseReturnValue:
    """Stop the question while it has not left."""
    reconfirm.take_back(current.board(), _surfacing(surfacing).kept.public_id, actor=current.actor())
    desk.say("Taken back. Nothing was sent.")
    return redirect(url_for(".inbox_item", surfacing=surfacing, **inbox_view.asked().params))


@routes.post("/inbox/<surfacing>/undo")
def undo(surfacing: str) -> ResponseReturnValue:
    """Take the last decision back."""
    review.undo(current.board(), surfacing, actor=current.actor())
    desk.say("Taken back. Nothing was sent.")
    return redirect(url_for(".inbox_item", surfacing=surfacing, **inbox_view.asked().params))


def _surfacing(public_id: str) -> Surfacing:
    return inbox_queries.opened(desk.session(), current.scope(), public_id)


def _turn(found: Surfacing) -> Turn:
    # Read before the decision: a commit or a rollback may expire every row that was loaded.
    following = next_after(found.public_id, inbox_view.listed(inbox_view.asked()))
    return Turn(found.kept.candidate.name, found.job.title, following)


def _decided(surfacing: str, turn: Turn, sentence: str) -> ResponseReturnValue:
    view = inbox_view.asked().params
    desk.say(sentence, undo_url=url_for(".undo", surfacing=surfacing, **view))
    if not turn.following:
        return redirect(url_for(".inbox", **view))
    return redirect(url_for(".inbox_item", surfacing=turn.following, **view))


def _as_it_stands(surfacing: str, before: AlreadyDecided) -> ResponseReturnValue:
    """A colleague was first: back to the person, where their decision stands with its undo."""
    desk.say(str(before))
    return redirect(url_for(".inbox_item", surfacing=surfacing, **inbox_view.asked().params))


def _draft(surfacing: str) -> ResponseReturnValue:
    try:
        draft = review.invitation(current.board(), surfacing, actor=current.actor())
    except AlreadyDecided as before:
        return _as_it_stands(surfacing, before)
    return _invitation(surfacing, {"subject": draft.subject, "body": draft.body}, {})


def _unsent(values: dict[str, Any], stopped: JobboardError) -> str:
    """What stopped an invitation, and the text to copy."""
    return render_template(
        "jobboard/recruit/invite_unsent.html", sentence=str(stopped), values=values, view=inbox_view.asked()
    )


def _invitation(surfacing: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = _surfacing(surfacing)
    standing = approach.standing_of(current.board(), desk.session(), found)
    days = current.board().config.contact_pause_days
    return _decision(
        "invite",
        found,
        values=values,
        errors=errors,
        standing=standing,
        talk=talk_words(standing.conversation, words(), reader=current.actor().name),
        pause=pause_words(standing, words(), days=days),
    )


def _question(surfacing: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = _surfacing(surfacing)
    standing = approach.standing_of(current.board(), desk.session(), found)
    pause = pause_words(standing, words(), days=current.board().config.contact_pause_days)
    return _decision("reconfirm_first", found, values=values, errors=errors, pause=pause)


def _decision(kind: str, found: Surfacing, *, values: dict[str, Any], errors: dict[str, list[str]], **more: Any) -> str:
    return render_template(
        f"jobboard/recruit/{kind}.html",
        surfacing=found,
        opened=opened(found, words(), sealed=bool(desk.sealed_origins([found.kept]))),
        view=inbox_view.asked(),
        job_title=job_title(found.job),
        values=values,
        errors=errors,
        snooze_options=snooze_options(words()),
        level_choices=level_choices(words()),
        function_choices=function_choices(),
        dismissal_options=dismissal_options(found.job, words()),
        **more,
    )
