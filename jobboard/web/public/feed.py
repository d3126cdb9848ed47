"""Any search as an Atom feed (RFC 4287), for feed readers and other sites: the newest jobs that answer it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from ulid import ULID
from werkzeug.exceptions import ServiceUnavailable

from jobboard import current
from jobboard.jobs import queries
from jobboard.jobs.queries import JobSummary
from jobboard.search.query import Sort
from jobboard.web import present
from jobboard.web.blueprints import Routes, absolute_url
from jobboard.web.present import Words, words
from jobboard.web.prose import lead
from jobboard.web.public import found
from jobboard.web.public.asked import Asked
from jobboard.web.public.cards import in_short
from jobboard.web.public.meaning import meaning_of
from jobboard.web.public.xml import conditional, readable, stamp

routes = Routes()

MOST_ENTRIES = 50
MIMETYPE = "application/atom+xml"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # every feed must say when it changed, also one that holds nothing yet
_MAX_AGE = 300  # seconds
_LEAD = 400  # characters


@routes.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """The search of the address, newest first, at most ``MOST_ENTRIES`` jobs. Two statements."""
    said = words()
    asked = _whole(meaning_of(request.args, said).meant)
    page = current.board().search.search(asked.but(sort=Sort.NEWEST).query(said, limit=MOST_ENTRIES))
    if page.degraded:
        raise ServiceUnavailable(retry_after=60)  # a feed that lacks jobs for a while brings them all as new again
    jobs = queries.listed_jobs(current.board().session(), current.scope(), [hit.id for hit in page.hits])
    shown = [jobs[hit.id] for hit in page.hits if hit.id in jobs]
    changed = max((job.updated_at for job in shown), default=None)
    document = _document(asked, shown, changed or _NEVER, said)
    return conditional(document, mimetype=MIMETYPE, changed=changed, max_age=_MAX_AGE)


def feed_url(asked: Asked) -> str:
    """The path of a search's feed; its order and its page make no difference."""
    return url_for(".feed", **_whole(asked).address(current.board().ladder))


def _whole(asked: Asked) -> Asked:
    return asked.but(sort=Sort.RELEVANCE)


def _document(asked: Asked, jobs: list[JobSummary], changed: datetime, said: Words) -> Element:
    address = asked.address(current.board().ladder)
    own = absolute_url(url_for(".feed", **address))
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": current.board().config.locale.replace("_", "-")})
    _add(feed, "id", uuid5(NAMESPACE_URL, own).urn)
    _add(feed, "title", f"{_firm()}: {found.in_words(asked, said)}")
    _add(feed, "updated", stamp(changed))
    _add(SubElement(feed, "author"), "name", _firm())
    _add(feed, "link", rel="self", type=MIMETYPE, href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=absolute_url(url_for(".search", **address)))
    feed.extend(_entry(job, said) for job in jobs)
    return feed


def _firm() -> str:
    return current.board().config.firm_name or current_app.name


def _entry(job: JobSummary, said: Words) -> Element:
    """A job. Its id stays when the site moves to another host."""
    entry = Element("entry")
    url = absolute_url(url_for(".job", job_id=job.public_id))
    _add(entry, "id", ULID.from_str(job.public_id).to_uuid().urn)
    _add(entry, "title", job.title)
    _add(entry, "link", rel="alternate", type="text/html", href=url)
    if job.posted_at:
        _add(entry, "published", stamp(job.posted_at))
    _add(entry, "updated", stamp(job.updated_at))
    _add(SubElement(entry, "author"), "name", job.organization)
    for term, label in _categories(job):
        _add(entry, "category", term=term, label=label)
    _add(entry, "summary", _summary(job, said))
    return entry


def _categories(job: JobSummary) -> Iterator[tuple[str, str]]:
    if job.function:
        yield job.function, present.function(job.function)
    for kind in job.employment_types:
        yield kind, present.employment([kind])


def _summary(job: JobSummary, said: Words) -> str:
    """What a card says, with nothing that reads otherwise tomorrow."""
    facts = (in_short(job.places), present.work_mode(job.work_mode), said.pay(job))
    closes = f"Closes {said.full_day(job.valid_through)}" if job.valid_through else ""
    line = ". ".join(fact for fact in (*facts, closes) if fact)
    text = lead(job.text, length=_LEAD)
    return "\n\n".join(part for part in (f"{line}." if line else "", text) if part)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    child = SubElement(parent, name, attributes)
    child.text = readable(text) or None
