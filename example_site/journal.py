"""The firm's journal: an index and its articles, each of which ends at the job search."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template

from example_site.seed.articles import Article, articles

bp = Blueprint("journal", __name__, url_prefix="/journal")


def published() -> list[Article]:
    """Every article, newest first."""
    return articles(datetime.now(UTC))


@bp.get("/")
def index() -> str:
    """What there is to read."""
    return render_template("journal/index.html", articles=published())


@bp.get("/<slug>")
def article(slug: str) -> str:
    """One article, with the others beside it. 404 if there is none by that name."""
    every = published()
    chosen = next((article for article in every if article.slug == slug), None)
    if chosen is None:
        abort(404)
    others = [article for article in every if article is not chosen]
    return render_template("journal/article.html", article=chosen, others=others)
