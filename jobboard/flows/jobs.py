"""A requisition's life: written, published, changed, ended. Publishing is where kept people come back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jobboard.access import Actor, Scope
from jobboard.errors import InvalidInput
from jobboard.fit.functions import read_function
from jobboard.fit.reading import TitleReader
from jobboard.flows.announce import announce
from jobboard.flows.policy import policy
from jobboard.flows.surface import surface_job_later
from jobboard.flows.titles import titles
from jobboard.jobs import queries, service
from jobboard.jobs.models import Job, JobStatus, LevelSource
from jobboard.jobs.schemas import read_job_form, too_far
from jobboard.jobs.seal import check_seal
from jobboard.jobs.service import JobFields
from jobboard.keep_on_file import surfacing
from jobboard.keep_on_file.look import Match
from jobboard.state import BoardState

_MATTERS = {
    "level_rank": "re-levelled",
    "level_source": "re-levelled",
    "salary_min": "re-priced",
    "salary_max": "re-priced",
    "function": "given another function",
    "locations": "moved",
    "work_mode": "given another work mode",
    "requirements": "given other requirements",
    "organization": "given to another client",
    "title": "renamed",
}


def save_job(board: BoardState, form: Mapping[str, Any], *, actor: Actor, job_id: str | None = None) -> str:
    """Write the recruiter's form to a new draft or an existing job and return its public id.

    A change that matters to matching on an open job takes back who no longer fits, and brings who now does. A form that
    carries a ``seal`` must have been filled in over the job as it is. Raises ``InvalidInput`` by field, and
    ``JobChanged`` when somebody else changed the job in between.
    """
    fields = read_job_form(form, zone=board.zone, ladder=board.ladder)
    _read_what_is_missing(fields, titles(board))
    with board.transaction() as session:
        if job_id is None:
            _check_closing(board, fields.get("valid_through"), before=None)
            return service.create_job(session, board.name, fields, actor=actor, now=board.now()).public_id
        job = queries.get_job(session, Scope(board.name, actor), job_id)
        if form.get("seal"):
            check_seal(job, str(form["seal"]))
        _keep_closing(fields, job, board.zone)
        _check_closing(board, fields.get("valid_through"), before=job.valid_through)
        _keep_kinds(fields, job)
        changed = service.edit_job(session, job, fields, actor=actor, now=board.now())
        reasons = list(dict.fromkeys(_MATTERS[name] for name in _MATTERS if name in changed))
        if job.status is JobStatus.OPEN and reasons:
            why = f"The job was {' and '.join(reasons)}."
            session.flush()
            surfacing.retire(session, job, policy(board), actor=actor, why=why)
            surface_job_later(board, session, job, actor=actor, why_now=why)
        return job.public_id


def _keep_closing(fields: JobFields, job: Job, zone: ZoneInfo) -> None:
    """The form shows the day alone; an imported job may close at any hour of it, and does so until the day changes."""
    closes, before = fields.get("valid_through"), job.valid_through
    if closes and before and closes.date() == before.astimezone(zone).date():
        fields["valid_through"] = before


def _check_closing(board: BoardState, closes: datetime | None, *, before: datetime | None) -> None:
    """A day that is set now is neither over nor years away; one that was there before may be."""
    if closes is None or closes == before:
        return
    if closes < board.now():
        raise InvalidInput({"closes_on": ["Choose today or a later day, or leave it empty."]})
    if problem := too_far(closes, now=board.now()):
        raise InvalidInput({"closes_on": [problem]})


def _read_what_is_missing(fields: JobFields, reader: TitleReader) -> None:
    if "function" not in fields:
        fields["function"] = read_function(fields["title"]).key
    fields["occupation"] = reader.occupation(fields["title"])
    _settle_level(fields, reader)


def _settle_level(fields: JobFields, reader: TitleReader) -> None:
    """A level that a person picked against the title's is declared by that; one that merely agrees and was not
    confirmed is as sure as the title is."""
    if fields.get("level_source") is LevelSource.DECLARED:
        return
    read = reader.read(fields["title"], field=fields["function"])
    picked = fields.get("level_rank")
    if picked is not None and picked not in (read.rank, reader.read(fields["title"]).rank):
        fields["level_source"], fields["level_confidence"] = LevelSource.DECLARED, 1.0
        return
    fields["level_rank"], fields["level_source"] = read.rank, LevelSource.INFERRED
    fields["level_confidence"] = read.confidence


def _keep_kinds(fields: JobFields, job: Job) -> None:
    """The form shows requirements as lines of text; a line that was there before stays what it was about."""
    known = {old.text: {"kind": old.kind, "years": old.years} for old in job.requirements}
    fields["requirements"] = [{**row, **known.get(row["text"], {})} for row in fields.get("requirements", ())]


def publish_job(board: BoardState, job_id: str, *, actor: Actor) -> None:
    """Open the job to the world; the kept people it fits reach the inbox right after the commit. Nobody is written to.
    Raises ``IllegalMove`` when it is open already, and ``InvalidInput`` when its closing day is over."""
    with board.transaction() as session:
        job = queries.get_job(session, Scope(board.name, actor), job_id)
        _check_closing(board, job.valid_through, before=None)
        again = job.published_at is not None
        service.move_job(session, job, JobStatus.OPEN, actor=actor, now=board.now())
        why = "The job was reopened." if again else "The job was published."
        if again:
            session.flush()
            surfacing.retire(session, job, policy(board), actor=actor, why=why)
        surface_job_later(board, session, job, actor=actor, why_now=why)
        announce(board, session, "job-published", job=job.public_id)


def move_job(board: BoardState, job_id: str, to: str, *, actor: Actor, why: str = "") -> None:
    """Put a job on hold, mark it filled, close it; opening it is ``publish_job``. Raises ``IllegalMove``."""
    if JobStatus(to) is JobStatus.OPEN:
        publish_job(board, job_id, actor=actor)
        return
    with board.transaction() as session:
        job = queries.get_job(session, Scope(board.name, actor), job_id)
        service.move_job(session, job, JobStatus(to), actor=actor, now=board.now(), why=why)


def bench(board: BoardState, job_id: str, *, actor: Actor, limit: int = 10) -> list[Match]:
    """Who would surface if the job were published now, best first. Writes nothing."""
    session = board.session()
    job = queries.get_job(session, Scope(board.name, actor), job_id)
    return surfacing.preview(session, job, policy(board), limit=limit)
