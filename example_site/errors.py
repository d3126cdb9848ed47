"""When something is not as it should be, in the firm's own words and look."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException


def init_app(app: Flask) -> None:
    """Takes over the pages for a stale form, for 403, 404 and 410, and for what we broke."""
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(403, _forbidden)
    app.register_error_handler(404, _missing)
    app.register_error_handler(410, _missing)
    app.register_error_handler(500, _broken)


def _stale(error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/400.html"), 400


def _forbidden(error: HTTPException) -> ResponseReturnValue:
    return render_template("errors/403.html"), 403


def _missing(error: HTTPException) -> ResponseReturnValue:
    return render_template("errors/404.html"), error.code or 404


def _broken(error: HTTPException) -> ResponseReturnValue:
    # The staff header asks the database who is logged in, and the database may be what broke
    return render_template("errors/500.html", staff_desk=False), 500
