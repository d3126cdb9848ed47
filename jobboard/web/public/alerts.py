"""Job alerts: ask on the search page, start by the mailed link's button, change and stop on one's own page.

Looking changes nothing; a button does. One act needs no token: a mail program's one-click unsubscribe.
"""

from collections.abc import Callable
from contextlib import suppress

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import IllegalMove, InvalidInput
from jobboard.flows import alerts as flow
from jobboard.flows import own_alerts as own
from jobboard.flows.apply import mask
from jobboard.state import BoardState
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.public import own_alerts as shown
from jobboard.web.public.alert_form import FREQUENCIES, LABELS, alert_form, saved_search
from jobboard.web.public.meaning import meaning_of

routes = Routes()


@routes.post("/alerts")
def ask_for_alert() -> ResponseReturnValue:
    """Ask for an alert. The answer is the same whoever the address belongs to."""
    board, said = current.board(), words()
    asked = meaning_of(request.form, said).meant
    search = saved_search(asked, said)
    try:
        email = flow.ask(board, request.form, search, asked_from=request.remote_addr or "")
    except InvalidInput as problem:
        form = alert_form(asked, said, request.form)
        page = render_template("jobboard/public/alert.html", alert=form, errors=problem.errors, labels=LABELS)
        return page, 422
    session[_receipt_key()] = {"email": email, "title": search.title}
    return redirect(url_for(".alert_asked_for"), 303)


@routes.get("/alerts/asked")
def alert_asked_for() -> ResponseReturnValue:
    """The next step is in the mail. The link is never shown here."""
    return render_template("jobboard/public/alert_asked.html", receipt=session.get(_receipt_key()))


def _receipt_key() -> str:
    return f"{current.board().name}_alert"


@routes.form("/alerts/start/<token>")
def start_alert(token: str) -> ResponseReturnValue:
    """What the mailed link would start, and the button that starts it. Pressed twice it is started once."""
    if request.method == "POST":
        return _started(token)
    asked, access_key = flow.look_at_request(current.board(), token)
    if access_key:
        return redirect(url_for(".own_alerts", access_key=access_key))
    page = render_template(
        "jobboard/public/alert_start.html",
        title=asked.title,
        often=shown.often(asked.frequency),
        email=mask(asked.address),
        until=words().day(asked.expires_at),
    )
    return _keyed(make_response(page))


def _started(token: str) -> ResponseReturnValue:
    try:
        access_key = flow.confirm(current.board(), token)
    except flow.TooManyAlerts as full:
        return _page(full.access_key, problem=str(full)), 409
    return _back(access_key, said="started")


@routes.get("/alerts/<access_key>")
def own_alerts(access_key: str) -> ResponseReturnValue:
    """Their alerts. A wrong key is a missing page."""
    return _page(access_key)


@routes.post("/alerts/<access_key>/<alert_id>/often")
def change_alert(access_key: str, alert_id: str) -> ResponseReturnValue:
    """Set how often."""
    own.change(current.board(), access_key, alert_id, request.form)
    return _back(access_key, said="changed")


@routes.post("/alerts/<access_key>/<alert_id>/pause")
def pause_alert(access_key: str, alert_id: str) -> ResponseReturnValue:
    """Send nothing for a while."""
    return _act(own.pause, access_key, alert_id, said="paused")


@routes.post("/alerts/<access_key>/<alert_id>/resume")
def resume_alert(access_key: str, alert_id: str) -> ResponseReturnValue:
    """Go on."""
    return _act(own.resume, access_key, alert_id, said="resumed")


@routes.post("/alerts/<access_key>/<alert_id>/renew")
def renew_alert(access_key: str, alert_id: str) -> ResponseReturnValue:
    """Keep it for another term."""
    return _act(own.renew, access_key, alert_id, said="renewed")


@routes.post("/alerts/<access_key>/<alert_id>/stop")
def stop_alert(access_key: str, alert_id: str) -> ResponseReturnValue:
    """Stop one. With the last one the page is gone."""
    if own.stop(current.board(), access_key, alert_id):
        return _back(access_key, said="stopped")
    return redirect(url_for(".no_more_alerts"), 303)


@routes.form("/alerts/<access_key>/unsubscribe")
def unsubscribe(access_key: str) -> ResponseReturnValue:
    """Stop them all: a page with a button, or a mail program's one click, which is answered without a detour."""
    if request.method == "POST":
        own.unsubscribe(current.board(), access_key)
        return no_more_alerts()
    count = len(own.overview(current.board(), access_key).alerts)
    page = render_template("jobboard/public/alert_unsubscribe.html", access_key=access_key, count=count)
    return _keyed(make_response(page))


@routes.get("/alerts/stopped")
def no_more_alerts() -> ResponseReturnValue:
    """Nothing comes any more."""
    return render_template("jobboard/public/alert_stopped.html")


def _act(
    act: Callable[[BoardState, str, str], None], access_key: str, alert_id: str, *, said: str
) -> ResponseReturnValue:
    with suppress(IllegalMove):  # pressed twice, it stands where they want it
        act(current.board(), access_key, alert_id)
    return _back(access_key, said=said)


def _back(access_key: str, *, said: str) -> ResponseReturnValue:
    return redirect(url_for(".own_alerts", access_key=access_key, done=said), 303)


def _page(access_key: str, *, problem: str = "") -> Response:
    subscriber = own.overview(current.board(), access_key)
    page = render_template(
        "jobboard/public/own_alerts.html",
        access_key=access_key,
        email=mask(subscriber.address),
        alerts=[shown.card(alert, words()) for alert in subscriber.alerts],
        frequencies=FREQUENCIES,
        problem=problem,
        done=shown.DONE.get(request.args.get("done", ""), ""),
    )
    return _keyed(make_response(page))


def _keyed(page: Response) -> Response:
    """The address is the key: a page that is gone to learns the host's name at most."""
    page.headers["Referrer-Policy"] = "strict-origin"
    return page
