"""A person's own page, opened by the link in their mail. Looking changes nothing; a button does."""

from contextlib import suppress
from typing import Any, BinaryIO, cast

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import Conflict, InvalidInput, NotFound, TermsChanged
from jobboard.flows import own_answer as answers
from jobboard.flows import own_data as flow
from jobboard.flows import own_files as files
from jobboard.flows import own_wishes as wishes
from jobboard.flows import own_withdrawal as withdrawal
from jobboard.flows.uploads import Upload
from jobboard.web.blueprints import Routes
from jobboard.web.present import ATTACHMENT_KINDS, words
from jobboard.web.public import own_file, own_form
from jobboard.web.wishes import choices

routes = Routes()

Errors = dict[str, list[str]]


@routes.get("/you/<access_key>")
def own_page(access_key: str) -> ResponseReturnValue:
    """Where each application stands, what is kept, until when and by whom, and what would be worth a message. A wrong
    key is a missing page."""
    return _page(access_key)


@routes.post("/you/<access_key>/stop")
def stop_keeping(access_key: str) -> ResponseReturnValue:
    """Stop being kept on file, with effect at once. Pressed twice it is still only stopped."""
    with suppress(Conflict):  # it was stopped already, which is what they want
        flow.withdraw_keep_consent(current.board(), access_key)
    return _back(access_key)


@routes.post("/you/<access_key>/keep")
def keep_again(access_key: str) -> ResponseReturnValue:
    """Say yes to being kept on file, or to being kept longer. Pressed twice it is said once."""
    flow.give_keep_consent(current.board(), access_key)
    return _back(access_key, said="kept")


@routes.post("/you/<access_key>/holds")
def still_holds(access_key: str) -> ResponseReturnValue:
    """Everything we noted still holds."""
    wishes.still_holds(current.board(), access_key)
    return _back(access_key, said="holds")


@routes.post("/you/<access_key>/wishes")
def own_wishes(access_key: str) -> ResponseReturnValue:
    """Change what would be worth a message."""
    values: dict[str, Any] = {name: value for name, value in request.form.items() if name != "csrf_token"}
    values["work_modes"] = [mode for mode in request.form.getlist("work_modes") if mode]
    try:
        wishes.edit(current.board(), access_key, values)
    except TermsChanged as problem:
        return _page(access_key, values | {"seal": problem.seal}, {}, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _page(access_key, values, problem.errors), 422
    return _back(access_key, said="saved")


@routes.post("/you/<access_key>/resume")
def own_resume(access_key: str) -> ResponseReturnValue:
    """Send a newer résumé."""
    try:
        added = files.add_resume(current.board(), access_key, _upload("resume"))
    except InvalidInput as problem:
        return _page(access_key, None, problem.errors), 422
    return _back(access_key, said="resume" if added else "same-resume")


@routes.post("/you/<access_key>/files")
def own_attachment(access_key: str) -> ResponseReturnValue:
    """Send any other file."""
    try:
        files.add_attachment(current.board(), access_key, request.form, _upload("file"))
    except InvalidInput as problem:
        return _page(access_key, None, problem.errors), 422
    return _back(access_key, said="file")


def _upload(name: str) -> Upload:
    file = request.files.get(name)
    if not file or not file.filename:
        raise InvalidInput({name: ["Choose a file first."]})
    return Upload(cast("BinaryIO", file.stream), file.filename)


@routes.form("/you/<access_key>/applications/<application>/withdraw")
def withdraw(access_key: str, application: str) -> ResponseReturnValue:
    """Ask once more, with room for a reason; then the application ends."""
    if request.method != "POST":
        try:
            return _ask(access_key, application, {})
        except Conflict:  # it has ended, which its line on their page says
            return _back(access_key)
    try:
        withdrawal.withdraw(current.board(), access_key, application, request.form)
    except InvalidInput as problem:
        return _ask(access_key, application, problem.errors), 422
    return _back(access_key, said="withdrawn")


@routes.post("/you/<access_key>/applications/<application>/take-back")
def take_withdrawal_back(access_key: str, application: str) -> ResponseReturnValue:
    """They go on after all."""
    try:
        withdrawal.take_back(current.board(), access_key, application)
    except Conflict as too_late:
        return _page(access_key, closed=str(too_late)), 409
    return _back(access_key, said="running-again")


def _ask(access_key: str, application: str, errors: Errors) -> Response:
    found = withdrawal.to_withdraw(current.board(), access_key, application)
    page = render_template(
        "jobboard/public/withdraw.html",
        access_key=access_key,
        application=found,
        interviews=own_file.interviews_ahead(found, words()),
        reason=request.form.get("reason", ""),
        errors=errors,
    )
    return _unlinked(make_response(page))


@routes.post("/you/<access_key>/invitation/<application>")
def answer_invitation(access_key: str, application: str) -> ResponseReturnValue:
    """Yes, I am interested; or not this one. Pressed twice it is said once. A yes that comes too late says so."""
    flow.overview(current.board(), access_key)  # a wrong key is a missing page
    if request.form.get("answer") == "yes":
        try:
            answers.interested(current.board(), access_key, application)
        except Conflict as closed:
            return _page(access_key, closed=str(closed)), 409
        return _back(access_key, said="interested")
    with suppress(NotFound):  # it was answered already, or has ended otherwise; the page says where it stands
        answers.not_this_one(current.board(), access_key, application)
    return _back(access_key, said="not-this")


@routes.post("/you/<access_key>/break")
def take_a_break(access_key: str) -> ResponseReturnValue:
    """Hear nothing until they are back."""
    wishes.take_a_break(current.board(), access_key)
    return _back(access_key, said="break")


@routes.post("/you/<access_key>/back")
def come_back(access_key: str) -> ResponseReturnValue:
    """The break is over."""
    wishes.come_back(current.board(), access_key)
    return _back(access_key, said="back")


def _back(access_key: str, *, said: str = "") -> ResponseReturnValue:
    return redirect(url_for(".own_page", access_key=access_key, done=said or None), 303)


def _page(
    access_key: str,
    values: dict[str, Any] | None = None,
    errors: Errors | None = None,
    *,
    theirs: dict[str, str] | None = None,
    closed: str = "",
) -> Response:
    data, said = flow.overview(current.board(), access_key), words()
    page = make_response(
        render_template(
            "jobboard/public/own_page.html",
            access_key=access_key,
            candidate=data.candidate,
            consent=data.keep_consent,
            consent_says=own_file.consent_says(data, said),
            standings=own_file.standings(data, said),
            held=own_file.held(data, said),
            promises=own_file.promises(data, said),
            invitations=own_form.invited(data, said),
            form=own_form.own_form(data, said, values),
            file=request.form,
            file_kinds=[(kind.value, label) for kind, label in ATTACHMENT_KINDS.items()],
            errors=errors or {},
            labels=own_form.LABELS,
            choices=choices(said, numbered=False),
            theirs=own_form.theirs(theirs or {}),
            closed=closed,
            done=own_form.DONE.get(request.args.get("done", ""), ""),
        )
    )
    return _unlinked(page)


def _unlinked(page: Response) -> Response:
    # The address is the key: a page that is gone to learns the host's name at most. (“no-referrer” would make a
    # host's CSRFProtect refuse our own button over HTTPS.)
    page.headers["Referrer-Policy"] = "strict-origin"
    return page
