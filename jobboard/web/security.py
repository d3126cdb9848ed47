"""Who may open what, CSRF, errors as pages, and headers: the same for every route of both blueprints."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import (  # type: ignore[import-untyped]  # it ships no types
    CSRFError,
    validate_csrf,
)
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from jobboard import current, errors
from jobboard.access import Action, require
from jobboard.flows.file_imports import MOST_BYTES
from jobboard.web import present

_log = logging.getLogger("jobboard.web")

PUBLIC_ACTIONS: dict[str, Action] = {
    "static": Action.SEARCH_JOBS,
    "search": Action.SEARCH_JOBS,
    "suggest": Action.SEARCH_JOBS,
    "feed": Action.SEARCH_JOBS,
    "sitemap": Action.SEARCH_JOBS,
    "sitemap_part": Action.SEARCH_JOBS,
    "health": Action.SEARCH_JOBS,
    "job": Action.SEARCH_JOBS,
    "apply": Action.APPLY,
    "review": Action.APPLY,
    "send": Action.APPLY,
    "discard": Action.APPLY,
    "received": Action.APPLY,
    "own_page": Action.MANAGE_OWN_DATA,
    "stop_keeping": Action.MANAGE_OWN_DATA,
    "keep_again": Action.MANAGE_OWN_DATA,
    "own_wishes": Action.MANAGE_OWN_DATA,
    "own_resume": Action.MANAGE_OWN_DATA,
    "own_attachment": Action.MANAGE_OWN_DATA,
    "withdraw": Action.MANAGE_OWN_DATA,
    "take_withdrawal_back": Action.MANAGE_OWN_DATA,
    "still_holds": Action.MANAGE_OWN_DATA,
    "answer_invitation": Action.MANAGE_OWN_DATA,
    "take_a_break": Action.MANAGE_OWN_DATA,
    "come_back": Action.MANAGE_OWN_DATA,
    "ask_for_alert": Action.SAVE_SEARCHES,
    "alert_asked_for": Action.SAVE_SEARCHES,
    "start_alert": Action.SAVE_SEARCHES,
    "own_alerts": Action.SAVE_SEARCHES,
    "change_alert": Action.SAVE_SEARCHES,
    "pause_alert": Action.SAVE_SEARCHES,
    "resume_alert": Action.SAVE_SEARCHES,
    "renew_alert": Action.SAVE_SEARCHES,
    "stop_alert": Action.SAVE_SEARCHES,
    "unsubscribe": Action.SAVE_SEARCHES,
    "no_more_alerts": Action.SAVE_SEARCHES,
}
"""Endpoint to what it does, for job seekers. An endpoint that is missing here is refused."""

RECRUITER_ACTIONS: dict[str, Action] = {
    "today": Action.OPEN_DESK,
    "inbox": Action.REVIEW_KEPT,
    "inbox_item": Action.REVIEW_KEPT,
    "snoozed": Action.REVIEW_KEPT,
    "seen": Action.REVIEW_KEPT,
    "invite": Action.REVIEW_KEPT,
    "snooze": Action.REVIEW_KEPT,
    "dismiss": Action.REVIEW_KEPT,
    "undo": Action.REVIEW_KEPT,
    "reconfirm_first": Action.REVIEW_KEPT,
    "undo_reconfirm_first": Action.REVIEW_KEPT,
    "snooze_selected": Action.REVIEW_KEPT,
    "dismiss_selected": Action.REVIEW_KEPT,
    "undo_selected": Action.REVIEW_KEPT,
    "compare": Action.REVIEW_KEPT,
    "rules": Action.REVIEW_KEPT,
    "rule": Action.REVIEW_KEPT,
    "end_rule": Action.REVIEW_KEPT,
    "keys": Action.OPEN_DESK,
    "switch_keys": Action.OPEN_DESK,
    "why_not": Action.REVIEW_KEPT,
    "consider": Action.REVIEW_KEPT,
    "why_who": Action.REVIEW_KEPT,
    "kept": Action.REVIEW_KEPT,
    "matching_policy": Action.MANAGE_POLICY,
    "propose_policy": Action.MANAGE_POLICY,
    "policy_proposal": Action.MANAGE_POLICY,
    "switch_on_policy": Action.MANAGE_POLICY,
    "clients": Action.MANAGE_JOBS,
    "client": Action.MANAGE_JOBS,
    "looks": Action.REVIEW_KEPT,
    "look": Action.REVIEW_KEPT,
    "surfacing_look": Action.REVIEW_KEPT,
    "kept_record": Action.REVIEW_KEPT,
    "pause_kept": Action.REVIEW_KEPT,
    "activate_kept": Action.REVIEW_KEPT,
    "extend_kept": Action.REVIEW_KEPT,
    "review_kept": Action.REVIEW_KEPT,
    "reviews": Action.REVIEW_KEPT,
    "reconfirm": Action.REVIEW_KEPT,
    "undo_reconfirm": Action.REVIEW_KEPT,
    "renew": Action.REVIEW_KEPT,
    "undo_renew": Action.REVIEW_KEPT,
    "proposed": Action.REVIEW_KEPT,
    "confirm": Action.REVIEW_KEPT,
    "not_needed": Action.REVIEW_KEPT,
    "propose_again": Action.REVIEW_KEPT,
    "jobs": Action.VIEW_OWN_JOBS,
    "new_job": Action.MANAGE_JOBS,
    "edit_job": Action.MANAGE_JOBS,
    "job_preview": Action.MANAGE_JOBS,
    "publish": Action.MANAGE_JOBS,
    "hold": Action.MANAGE_JOBS,
    "close_job": Action.MANAGE_JOBS,
    "reopen_job": Action.MANAGE_JOBS,
    "interview_plan": Action.VIEW_OWN_JOBS,
    "new_round": Action.MANAGE_JOBS,
    "edit_round": Action.MANAGE_JOBS,
    "move_round": Action.MANAGE_JOBS,
    "remove_round": Action.MANAGE_JOBS,
    "restore_round": Action.MANAGE_JOBS,
    "copy_plan": Action.MANAGE_JOBS,
    "pipeline": Action.VIEW_OWN_JOBS,
    "application": Action.VIEW_OWN_JOBS,
    "answer_file": Action.READ_RESUME,
    "questions": Action.VIEW_OWN_JOBS,
    "new_question": Action.MANAGE_JOBS,
    "edit_question": Action.MANAGE_JOBS,
    "move_question": Action.MANAGE_JOBS,
    "remove_question": Action.MANAGE_JOBS,
    "restore_question": Action.MANAGE_JOBS,
    "copy_questions": Action.MANAGE_JOBS,
    "join_team": Action.MANAGE_JOBS,
    "leave_team": Action.MANAGE_JOBS,
    "move": Action.WORK_POOL,
    "undo_move": Action.WORK_POOL,
    "undo_act": Action.WORK_POOL,
    "move_selected": Action.WORK_POOL,
    "close_selected": Action.WORK_POOL,
    "tag_selected": Action.WORK_POOL,
    "write_to_selected": Action.WORK_POOL,
    "undo_pool": Action.WORK_POOL,
    "schedule": Action.WORK_POOL,
    "close": Action.WORK_POOL,
    "reopen": Action.WORK_POOL,
    "interview_status": Action.WORK_POOL,
    "move_interview": Action.WORK_POOL,
    "interview_file": Action.SCORE_INTERVIEW,
    "scorecard": Action.SCORE_INTERVIEW,
    "candidates": Action.VIEW_POOL,
    "imports": Action.WORK_POOL,
    "send_import": Action.WORK_POOL,
    "file_import": Action.WORK_POOL,
    "read_import_as": Action.WORK_POOL,
    "start_import": Action.WORK_POOL,
    "stop_import": Action.WORK_POOL,
    "forget_import": Action.WORK_POOL,
    "import_rejects": Action.WORK_POOL,
    "candidate_lists": Action.VIEW_POOL,
    "save_list": Action.WORK_POOL,
    "delete_list": Action.WORK_POOL,
    "candidate": Action.VIEW_POOL,
    "add_work_history": Action.WORK_POOL,
    "set_past_level": Action.WORK_POOL,
    "change_skills": Action.WORK_POOL,
    "merge": Action.WORK_POOL,
    "merged": Action.VIEW_POOL,
    "part": Action.WORK_POOL,
    "add_resume": Action.WORK_POOL,
    "do_not_contact": Action.WORK_POOL,
    "resume": Action.READ_RESUME,
    "resume_difference": Action.VIEW_POOL,
    "add_tags": Action.WORK_POOL,
    "remove_tag": Action.WORK_POOL,
    "add_attachment": Action.WORK_POOL,
    "attachment": Action.VIEW_POOL,
    "remove_attachment": Action.WORK_POOL,
    "restore_attachment": Action.WORK_POOL,
    "tasks": Action.WORK_POOL,
    "make_task": Action.WORK_POOL,
    "task": Action.WORK_POOL,
    "finish_task": Action.WORK_POOL,
    "reopen_task": Action.WORK_POOL,
    "write_note": Action.WORK_POOL,
    "note": Action.WORK_POOL,
    "delete_note": Action.WORK_POOL,
    "restore_note": Action.WORK_POOL,
    "mentions": Action.READ_NOTES,
    "tick_mention": Action.READ_NOTES,
    "untick_mention": Action.READ_NOTES,
    "find": Action.VIEW_POOL,
    "levels": Action.MANAGE_LADDERS,
    "ladder": Action.MANAGE_LADDERS,
    "ladder_file": Action.MANAGE_LADDERS,
    "new_entry": Action.MANAGE_LADDERS,
    "edit_entry": Action.MANAGE_LADDERS,
    "remove_entry": Action.MANAGE_LADDERS,
    "undo_ladder_change": Action.MANAGE_LADDERS,
    "erase": Action.ERASE,
    "reports": Action.VIEW_REPORTS,
    "ledger_csv": Action.VIEW_REPORTS,
    "bench_report": Action.VIEW_REPORTS,
    "pool_report": Action.VIEW_REPORTS,
    "pool_csv": Action.VIEW_REPORTS,
    "bench_csv": Action.VIEW_REPORTS,
}
"""Endpoint to what it does, for staff. An endpoint that is missing here is refused."""

STATUSES: dict[type[errors.JobboardError], int] = {
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.Forbidden: 403,
    errors.IllegalMove: 409,
    errors.Conflict: 409,
    errors.ConsentMissing: 409,
    errors.InvalidInput: 422,
    errors.TooManyRequests: 429,
    errors.StorageError: 503,
}

_TITLES = {
    400: "That did not go through",
    403: "This page is not open to you",
    404: "There is nothing here",
    409: "That cannot be done as things stand",
    410: "This has ended",
    413: "That is too much to send at once",
    422: "Something in there cannot be used",
    429: "That was a little too often",
    503: "A stored file cannot be reached",
}

_WITHOUT_TOKEN = frozenset({"unsubscribe"})
"""What mail programs post to on a person's behalf (RFC 8058): they have no page of ours that a token could stand in.
Who knows its address got the mail."""

_FOR_MACHINES = frozenset({"feed", "sitemap", "sitemap_part", "health", "suggest"})
_OPEN_PAGES = frozenset({"static", "search", "job", *_FOR_MACHINES})  # the others hold personal data or lead to it
_WHOLE_TABLES = {"send_import": MOST_BYTES}
_UPLOADS_FIT = 4  # a résumé and two files more, one of them somewhat too large: the form comes back with all the rest
_FORM_BYTES = 512 * 1024
_A_WORD_OR_TWO = 40  # characters: what is quickly chosen or typed again
_WRITTEN = frozenset(
    {"note", "own_paragraph", "own_words", "conditions", "why", "takeaways"}
)  # somebody's own words, however few


def guard(blueprint: Blueprint, actions: Mapping[str, Action]) -> None:
    """Put every request to ``blueprint`` under the rules of this module; ``actions`` is its table."""

    @blueprint.before_request
    def _may_they() -> ResponseReturnValue | None:
        refusal = _authorise(actions)
        if refusal is None:
            _drop_nul()
            _check_csrf()
        return refusal

    blueprint.url_value_preprocessor(_limit_body)
    blueprint.url_value_preprocessor(_refuse_nul)
    blueprint.url_value_preprocessor(_let_mail_programs_in)
    blueprint.after_request(_add_headers)
    blueprint.register_error_handler(errors.JobboardError, _domain_error)
    blueprint.register_error_handler(OperationalError, _busy)
    blueprint.register_error_handler(CSRFError, _csrf_error)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)


def endpoint() -> str:
    """The current endpoint without its blueprint's name."""
    return (request.endpoint or "").rpartition(".")[2]


def error_page(sentence: str, status: int, *, title: str = "", **more: Any) -> tuple[str, int]:
    """A page in the board's look that says what happened; ``more`` is for its template: ``typed``, the texts to copy,
    ``login_url``, and ``way_url`` with ``way_words`` for the page that leads on."""
    title = title or _TITLES.get(status, _TITLES[400])
    page = render_template("jobboard/public/error.html", title=title, sentence=sentence, status=status, **more)
    return page, status


def conflict_page(sentence: str, **more: Any) -> tuple[str, int]:
    """What an act that came too late is answered with: what was written in its form is there to copy."""
    return error_page(sentence, 409, typed=_typed(), **more)


def _typed() -> list[str]:
    """What was written in the form that was sent, so that nobody has to write it again."""
    sent = [(name, value.replace("\0", "")) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return [text for name, text in sent if text and (name in _WRITTEN or len(text) > _A_WORD_OR_TWO)]


def _limit_body(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Preprocessors run before any before_request, so that a host's CSRFProtect parses no unlimited body
    request.max_content_length = _UPLOADS_FIT * _most_bytes() + _FORM_BYTES


def _most_bytes() -> int:
    """How much one file may hold that is sent to the current endpoint."""
    return _WHOLE_TABLES.get(endpoint(), current.board().config.max_upload_bytes)


def _refuse_nul(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    if "\0" in request.path:
        raise errors.NotFound("page")  # no address of ours has one, and PostgreSQL takes none


def _let_mail_programs_in(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Tell a host's own CSRFProtect, which looks before we do, what needs no token."""
    protection = current_app.extensions.get("csrf")
    if protection is not None and request.endpoint and endpoint() in _WITHOUT_TOKEN:
        protection.exempt(current_app.view_functions[request.endpoint])


def _drop_nul() -> None:
    """Nobody types NUL and no database column holds it: what people send arrives without it."""
    request.args = _without_nul(request.args)
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    request.form = _without_nul(request.form)
    for upload in (file for files in request.files.listvalues() for file in files):
        upload.filename = upload.filename and upload.filename.replace("\0", "")


def _without_nul(given: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        [(key.replace("\0", ""), value.replace("\0", "")) for key, value in given.items(multi=True)]
    )


def _authorise(actions: Mapping[str, Action]) -> ResponseReturnValue | None:
    action = actions.get(endpoint())
    if action is None:
        raise errors.Forbidden("This page has no entry in the table of permissions, so nobody may open it.")
    actor = current.actor()
    if not actor.id and not actor.may(action):
        return _to_login(current.board().identity.login_url(_way_back()))
    require(actor, action)
    return None


def _to_login(url: str) -> ResponseReturnValue:
    """To the host's login; who had written something by then is shown it first."""
    if request.method != "POST" or not (typed := _typed()):
        return redirect(url)
    sentence = "You are no longer logged in. Nothing was changed. Copy what you wrote, log in, and send it again."
    return error_page(sentence, 400, typed=typed, login_url=url)


def _way_back() -> str:
    if request.method not in {"GET", "HEAD"}:
        return request.script_root + current.board().config.recruiter_prefix + "/"
    return request.script_root + request.full_path.removesuffix("?")


def _check_csrf() -> None:
    if request.method in {"GET", "HEAD", "OPTIONS"} or g.get("csrf_valid"):
        return  # the host's own CSRFProtect sets csrf_valid once it has checked
    if endpoint() in _WITHOUT_TOKEN:
        return
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValueError as problem:
        raise CSRFError(str(problem)) from problem


def _domain_error(problem: errors.JobboardError) -> ResponseReturnValue:
    status = next((STATUSES[kind] for kind in type(problem).__mro__ if kind in STATUSES), 500)
    if status == 500:
        raise problem
    if isinstance(problem, errors.TooManyRequests):
        return *error_page(str(problem), status, typed=_typed()), {"Retry-After": str(problem.wait)}
    return conflict_page(str(problem)) if status == 409 else error_page(str(problem), status)


def _busy(problem: OperationalError) -> ResponseReturnValue:
    _log.error("The database did not answer in time: %s", type(problem.orig).__name__)
    page, status = error_page(
        "The database is busy with what others are saving. Nothing was changed. "
        + ("Go back and press Send again in a moment." if request.method == "POST" else "Reload the page in a moment."),
        503,
        title="A moment too busy",
        typed=_typed(),
    )
    return page, status, {"Retry-After": "5"}


def _csrf_error(_problem: CSRFError) -> ResponseReturnValue:
    return error_page(
        "The form was open for too long, or came from another site. Nothing was changed. "
        "Go back, reload the page and send it again.",
        400,
        typed=_typed(),
    )


def _too_large(_problem: RequestEntityTooLarge) -> ResponseReturnValue:
    limit = present.size(_most_bytes())
    return error_page(
        f"The most a file may hold is {limit}, and this was far more, so none of it was kept. Go back, "
        "choose a smaller file and send again. If it is mostly pictures, saving it as PDF again usually "
        "halves it.",
        413,
    )


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if endpoint() == "static" and "v" in request.args and response.status_code == 200:
        response.cache_control.max_age, response.cache_control.immutable = 31_536_000, True
        response.cache_control.no_cache = None
    if request.blueprint in current.boards() and endpoint() in _OPEN_PAGES:
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        if endpoint() == "search":
            response.headers.setdefault("Cache-Control", "private")  # its form holds the visitor's own token
        if endpoint() in _FOR_MACHINES:
            response.headers.setdefault("X-Robots-Tag", "noindex")  # they lead to pages and are none
        return response
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
