"""Every open job for web search engines, as a sitemap index and sitemaps (sitemaps.org)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from jobboard import current
from jobboard.errors import NotFound
from jobboard.jobs import queries
from jobboard.state import BoardState
from jobboard.web.blueprints import Routes, absolute_url
from jobboard.web.public.xml import conditional, stamp, streamed

routes = Routes()

MOST_URLS = 50_000
"""What the protocol allows in one sitemap."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_ONCE = 1_000
_ID = re.compile("[0-9A-HJKMNP-TV-Z]{26}")  # a ULID
_MAX_AGE = 3_600  # seconds


@routes.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """The index: a sitemap for each ``MOST_URLS`` jobs, named by the first of them, with its newest change. One
    statement."""
    board = _board()
    root = Element("sitemapindex", {"xmlns": _NAMESPACE})
    parts = queries.public_parts(board.session(), current.scope(), size=MOST_URLS, now=board.now())
    for part in parts:
        entry = SubElement(root, "sitemap")
        path = url_for(".sitemap_part", first=part.first)
        SubElement(entry, "loc").text = absolute_url(path)
        SubElement(entry, "lastmod").text = stamp(part.changed)
    changed = max((part.changed for part in parts), default=None)
    return conditional(root, mimetype="application/xml", changed=changed, max_age=_MAX_AGE)


@routes.get("/sitemap-<first>.xml")
def sitemap_part(first: str) -> ResponseReturnValue:
    """The jobs from ``first`` on, sent while they are read: a statement, and one for each thousand. ``NotFound`` where
    there are none, or ``first`` is no job's id: it need not be open still, since jobs end between two visits."""
    board = _board()
    if not (_ID.fullmatch(first) and queries.public_from(board.session(), board.name, first, limit=1, now=board.now())):
        raise NotFound("page")
    page = url_for(".job", job_id="JOB")
    return streamed(_urlset(board, first, absolute_url(page)), max_age=_MAX_AGE)


def _board() -> BoardState:
    """The board, or ``NotFound``: without a host's name there is no address to list."""
    board = current.board()
    if not board.config.base_url:
        raise NotFound("page")
    return board


def _urlset(board: BoardState, first: str, page: str) -> Iterator[bytes]:
    """On a session of its own: it is read after the request is over, when the host's may be in other hands."""
    yield f'<urlset xmlns="{_NAMESPACE}">\n'.encode()
    left, start = MOST_URLS, first
    with Session(board.engine) as session:
        while left:
            jobs = queries.public_from(session, board.name, start, limit=min(left, _AT_ONCE), now=board.now())
            session.rollback()
            yield "".join(_url(page, job) for job in jobs).encode()
            if len(jobs) < _AT_ONCE:
                break
            left, start = left - len(jobs), jobs[-1].public_id + "0"  # right after it: ids are equally long
    yield b"</urlset>\n"


def _url(page: str, job: queries.Listed) -> str:
    address = escape(page.replace("JOB", job.public_id))
    return f"<url><loc>{address}</loc><lastmod>{stamp(job.changed)}</lastmod></url>\n"
