"""The keys of the review inbox: listed, switched off, switched on.

The choice is kept in a cookie and not in the browser's own storage, so that the page comes from the server without the
keys' names on its buttons: nothing flickers, and the switch is an ordinary form that needs no script. The cookie holds
one word, is sent to the desk alone, and names nobody.
"""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.web.blueprints import KEYS_COOKIE, Routes
from jobboard.web.recruit import inbox_view

routes = Routes()

A_YEAR = 365 * 24 * 60 * 60


@routes.get("/keys")
def keys() -> ResponseReturnValue:
    """What each key does, and the switch: the dialog of the inbox as a page."""
    return render_template("jobboard/recruit/keys.html", view=inbox_view.asked())


@routes.post("/keys/switch")
def switch_keys() -> ResponseReturnValue:
    """Turn the keys off or on for whoever uses this browser."""
    path = request.script_root + current.board().config.recruiter_prefix.rstrip("/") + "/"
    answer = make_response(redirect(_back()))
    if request.form.get("keys") == "off":
        answer.set_cookie(
            KEYS_COOKIE, "off", max_age=A_YEAR, path=path, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(KEYS_COOKIE, path=path)
    return answer


def _back() -> str:
    view, surfacing = inbox_view.asked().params, request.form.get("surfacing", "")[: inbox_view.LONGEST_ID]
    return url_for(".inbox_item", surfacing=surfacing, **view) if surfacing else url_for(".inbox", **view)
