"""Where the firm mounts its job board: whose login counts, what it is called, and where it stands."""

from flask import Flask

from jobboard import JobBoard, Role
from jobboard.flask_login import FlaskLoginIdentity

SETTINGS = {
    "JOBBOARD_FIRM_NAME": "Wend & Harbour",
    "JOBBOARD_LAYOUT": "layout.html",
    "JOBBOARD_SEED": "example_site.demo:seed",
    "JOBBOARD_MAIL_FROM": "Wend & Harbour <desk@wendharbour.example>",
}


def init_app(app: Flask) -> None:
    """Mount the board under ``/jobs`` and ``/recruit``. Keys that are set already win."""
    for key, value in SETTINGS.items():
        app.config.setdefault(key, value)
    staff = app.extensions["staff"]
    identity = FlaskLoginIdentity(
        role_of=lambda user: Role(user.role), staff=staff.everybody, login_endpoint="account.login"
    )
    JobBoard(app, identity=identity)
