"""The firm's journal: four articles, written in Markdown beside this module."""

import math
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from markdown_it import MarkdownIt

_WORDS_A_MINUTE = 200


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of the journal.

    ``html`` was rendered from Markdown with raw HTML switched off; ``minutes`` is the reading time at 200
    words a minute, rounded up.
    """

    slug: str
    title: str
    standfirst: str
    kind: str
    author: str
    minutes: int
    published: date
    html: str


def articles(now: datetime) -> list[Article]:
    """Every article, newest first, dated back from ``now``. Reads the files at each call."""
    folder = files(__package__) / "journal"
    contents = tomllib.loads((folder / "contents.toml").read_text("utf-8"))
    written = [
        _article(entry, (folder / f"{entry['slug']}.md").read_text("utf-8"), now) for entry in contents["article"]
    ]
    return sorted(written, key=lambda article: article.published, reverse=True)


def _article(entry: dict[str, Any], text: str, now: datetime) -> Article:
    return Article(
        slug=entry["slug"],
        title=entry["title"],
        standfirst=entry["standfirst"],
        kind=entry["kind"],
        author=entry["author"],
        minutes=math.ceil(len(text.split()) / _WORDS_A_MINUTE),
        published=now.date() - timedelta(days=entry["days_ago"]),
        html=MarkdownIt("commonmark", {"html": False}).render(text),
    )
