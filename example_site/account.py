"""Logging in and out. The firm's own: Jobboard asks the host who somebody is and keeps no passwords."""

import math
import time

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user, logout_user

from example_site.layout import board_url
from example_site.seed.story import INTERVIEWERS, RECRUITERS
from example_site.staff import StaffList, User
from example_site.throttle import Throttle

bp = Blueprint("account", __name__)


def init_app(app: Flask) -> None:
    """Opens the staff list (``app.extensions["staff"]``), adds the demo's people, mounts login and logout."""
    staff = app.extensions["staff"] = StaffList(app.config["STAFF_DATABASE_URL"])
    staff.add_missing((*RECRUITERS, *INTERVIEWERS), password=app.config["DEMO_PASSWORD"])
    app.extensions["login_throttle"] = Throttle(most=8, window=15 * 60)
    manager = LoginManager(app)
    manager.login_view = "account.login"
    manager.user_loader(staff.get)
    app.register_blueprint(bp)


def own_path(target: str) -> str | None:
    """``target`` if it is a path on this host. None for everything that a browser may read as another host: a
    scheme, ``//``, a backslash, a control character."""
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else None


@bp.get("/login")
def login() -> ResponseReturnValue:
    """The form."""
    return render_template("account/login.html")


@bp.post("/login")
def log_in() -> ResponseReturnValue:
    """Lets somebody in and leads them where they were going, or says what to try. After eight failures for
    one e-mail from one address: 429 for the rest of the quarter of an hour."""
    throttle: Throttle = current_app.extensions["login_throttle"]
    email = request.form.get("email", "")
    key, now = f"{request.remote_addr} {email.strip().lower()}", time.monotonic()
    if seconds := throttle.wait(key, now=now):
        return _too_many(seconds)
    staff: StaffList = current_app.extensions["staff"]
    user = staff.recognise(email, request.form.get("password", ""))
    if user is None:
        throttle.failed(key, now=now)
        return render_template("account/login.html", failed=True), 401
    throttle.forget(key)
    return _welcome(user)


def _too_many(seconds: float) -> ResponseReturnValue:
    page = render_template("account/login.html", wait=math.ceil(seconds / 60))
    return page, 429, {"Retry-After": str(math.ceil(seconds))}


def _welcome(user: User) -> ResponseReturnValue:
    login_user(user)
    return redirect(own_path(request.args.get("next", "")) or board_url("jobboard_recruit.today"))


@bp.post("/logout")
def log_out() -> ResponseReturnValue:
    """Ends the session. Only by POST: a link on another site must not log anybody out."""
    logout_user()
    return redirect(url_for("pages.home"))
