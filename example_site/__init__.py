"""Wend & Harbour: the site of an invented staffing firm, with Jobboard mounted in it.

``flask --app example_site run`` starts it; ``example_site.seed`` holds its people, jobs and journal.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from example_site import account, errors, journal, layout, pages, security

DEFAULTS: Mapping[str, Any] = {
    "DEMO_PASSWORD": "ropewalk-yard",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The whole site. ``config`` wins over ``FLASK_*`` variables, and those over ``DEFAULTS``. What the site
    has to keep (the staff's logins, a secret key if nobody gives one) stands in the folder ``INSTANCE_PATH``,
    or in Flask's instance folder.
    """
    given = dict(config or {})
    app = Flask(__name__, instance_path=given.get("INSTANCE_PATH"))
    app.config.from_mapping(DEFAULTS)
    app.config.from_prefixed_env()
    app.config.update(given)
    folder = Path(app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or security.kept_secret_key(folder)
    app.config.setdefault("STAFF_DATABASE_URL", f"sqlite:///{folder / 'staff.db'}")
    _furnish(app)
    return app


def _furnish(app: Flask) -> None:
    CSRFProtect(app)
    security.send_headers(app)
    layout.init_app(app)
    account.init_app(app)
    app.register_blueprint(pages.bp)
    app.register_blueprint(journal.bp)
    errors.init_app(app)
    if find_spec("example_site.board"):  # the site stands without its board, so that its own pages are tested alone
        from example_site import board

        board.init_app(app)
