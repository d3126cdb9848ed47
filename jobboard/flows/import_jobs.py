"""A line of a job file becomes a job, opens, and brings back the kept people it fits."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.errors import IllegalMove, InvalidInput
from jobboard.flows.line_import import Landed
from jobboard.flows.surface import surface_jobs_later
from jobboard.flows.titles import titles
from jobboard.jobs import service
from jobboard.jobs.interchange import DIGEST, PostingDefaults, PostingLine, load_job
from jobboard.jobs.lifecycle import MOVES
from jobboard.jobs.models import Job, JobStatus, LevelSource
from jobboard.jobs.queries import identified_jobs
from jobboard.jobs.schemas import too_far
from jobboard.jobs.service import JobFields
from jobboard.jobs.wording import doubtful_words
from jobboard.state import BoardState


class JobImport:
    """Jobs, by external id."""

    def __init__(self, board: BoardState, actor: Actor) -> None:
        self.board, self.actor = board, actor
        self.defaults = PostingDefaults(
            organization=board.config.firm_name or PostingDefaults().organization,
            currency=board.config.currency,
            titles=titles(board),
        )
        self._known: dict[str, Job] = {}
        self._changed: list[Job] = []

    def read(self, line: Any) -> PostingLine:
        """The line's values. Raises ``InvalidInput`` as ``load_job``, and for a closing day that is years away."""
        read = load_job(line, self.defaults)
        closes = read.fields["valid_through"]
        if closes is not None and (problem := too_far(closes, now=self.board.now())):
            raise InvalidInput({"validThrough": [problem]})
        read.fields["occupation"] = self.defaults.titles.occupation(read.fields["title"])
        return read

    def begin(self, session: Session, batch: Sequence[PostingLine]) -> None:
        """The jobs that are there already, three statements."""
        wanted = [line.identifier for line in batch]
        found = identified_jobs(session, self.board.name, wanted)
        self._known = {job.external_id or job.public_id: job for job in found}
        self._changed = []

    def write(self, session: Session, line: PostingLine) -> Landed:
        """Add the job, change it, or leave it alone."""
        job = self._known.get(line.identifier)
        if job is None:
            self._known[line.identifier] = self._add(session, line)
            return Landed.ADDED
        if job.extra.get(DIGEST) == line.digest or not self._edit(session, job, line):
            return Landed.UNCHANGED
        return Landed.UPDATED

    def remarks(self, line: PostingLine) -> Iterator[tuple[str, str]]:
        """Words that tend to turn people away."""
        for flag in doubtful_words(_texts(line.fields)):
            yield flag.field, f"“{flag.words}”: {flag.why} {flag.better}"

    def end(self, session: Session) -> None:
        """Kept people surface for the jobs that opened or changed."""
        surface_jobs_later(self.board, session, self._changed, actor=self.actor, why_now="The job was imported.")

    def _add(self, session: Session, line: PostingLine) -> Job:
        fields: JobFields = {**line.fields, "extra": {**line.fields["extra"], DIGEST: line.digest}}
        now = self.board.now()
        job = service.create_job(session, self.board.name, fields, actor=self.actor, now=now)
        self._move(session, job, line.status or JobStatus.OPEN)
        if job.published_at and job.posted_at and job.posted_at < now:
            job.published_at = job.posted_at  # it opened where it came from, before it came here
        self._changed.append(job)
        return job

    def _edit(self, session: Session, job: Job, line: PostingLine) -> bool:
        changed = service.edit_job(session, job, _news(job, line), actor=self.actor, now=self.board.now())
        moved = line.status is not None and line.status is not job.status
        if moved:
            self._move(session, job, line.status or job.status)
        if changed or moved:
            job.extra = {**job.extra, DIGEST: line.digest}
            self._changed.append(job)
        return bool(changed or moved)

    def _move(self, session: Session, job: Job, to: JobStatus) -> None:
        for step in _way(job, to):
            service.move_job(session, job, step, actor=self.actor, now=self.board.now(), why="imported")


def _texts(fields: JobFields) -> dict[str, str]:
    asked = "\n".join(row["text"] for row in fields.get("requirements", ()))
    return {
        "title": fields.get("title", ""),
        "description": fields.get("description", ""),
        "responsibilities": fields.get("responsibilities", ""),
        "qualifications": fields.get("qualifications", ""),
        "jobboard:requirements": asked,
    }


def _news(job: Job, line: PostingLine) -> JobFields:
    """The line's values without those that would undo what people here decided or what it does not say."""
    kept = dict(line.fields)
    if job.level_source is LevelSource.DECLARED:
        kept = {name: value for name, value in kept.items() if name not in line.inferred}
    if job.external_id is None:
        kept.pop("external_id")
    if kept["posted_at"] is None:
        kept.pop("posted_at")
    if DIGEST in job.extra:
        kept["extra"] = {**line.fields["extra"], DIGEST: job.extra[DIGEST]}
    return cast("JobFields", kept)


def _way(job: Job, to: JobStatus) -> list[JobStatus]:
    """The moves from where the job stands. An ended or new job reaches other statuses by being open first."""
    if to is job.status:
        return []
    if to in MOVES[job.status]:
        return [to] if job.status is not JobStatus.DRAFT or to is JobStatus.OPEN else [JobStatus.OPEN, to]
    if to in MOVES[JobStatus.OPEN]:
        return [JobStatus.OPEN, to]
    allowed = sorted(status.value for status in MOVES[job.status])
    raise IllegalMove(f"“{job.title}”", here=job.status.value, wanted=to.value, allowed=allowed)
