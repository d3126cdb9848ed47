"""The pages that hardly change."""

from flask import Blueprint, render_template

from example_site.journal import published

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> str:
    """The front door."""
    return render_template("pages/home.html", articles=published()[:3])


@bp.get("/kept-on-file")
def kept_on_file() -> str:
    """What it means here that somebody is kept on file."""
    return render_template("pages/kept_on_file.html")


@bp.get("/for-employers")
def employers() -> str:
    """What the firm does for those who hire."""
    return render_template("pages/employers.html")


@bp.get("/privacy")
def privacy() -> str:
    """The privacy notice."""
    return render_template("pages/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")
