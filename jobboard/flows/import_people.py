"""A line of a candidate file becomes a person with applications, interviews, an end with its reason, and a promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import import_application as writing
from jobboard.applications.dispositions import HIRED, RUNNER_UP, TOO_SENIOR, ensure_dispositions
from jobboard.applications.interchange import ApplicationLine, load_application
from jobboard.applications.models import Application, ApplicationStatus, Disposition
from jobboard.applications.service import close_application
from jobboard.candidates.import_person import add_person, update_person
from jobboard.candidates.interchange import PersonLine, load_candidate
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import find_candidate
from jobboard.dates import months_after
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Gaps, Verdict
from jobboard.flows.line_import import Landed
from jobboard.flows.policy import policy
from jobboard.flows.pool import gaps_for
from jobboard.jobs.models import Job
from jobboard.jobs.queries import jobs_of
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.interchange import Kept, agreed, load_keep
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.service import KeepTerms
from jobboard.keep_on_file.surface_many import surface_kept_records
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class Story:
    """One line: who it is, and what they applied for."""

    person: PersonLine
    applications: tuple[ApplicationLine, ...]

    @property
    def job_identifiers(self) -> list[str]:
        """The jobs the line names by identifier."""
        return [line.job_identifier for line in self.applications if line.job_identifier]


class PersonImport:
    """People, by external id."""

    def __init__(self, board: BoardState, actor: Actor) -> None:
        self.board, self.actor = board, actor
        self._digests: dict[str, str] = {}
        self._jobs: dict[str, Job] = {}
        self._dispositions: dict[str, Disposition] = {}
        self._kept_ids: list[int] = []

    def read(self, line: Any) -> Story:
        """The line's values, those of its applications and promises too, so that a bad one rejects the line."""
        person = load_candidate(line)
        read = (self._application(given, number) for number, given in enumerate(person.applications))
        return Story(person, tuple(read))

    def _application(self, given: Mapping[str, Any], number: int) -> ApplicationLine:
        path = f"meta.jobboard.applications[{number}]"
        line = load_application(given, path=path, ladder=self.board.ladder)
        if line.keep is not None:
            load_keep(line.keep, path=f"{path}.keep", ladder=self.board.ladder)
        return line

    def begin(self, session: Session, batch: Sequence[Story]) -> None:
        """Who is there already, the jobs they applied for, and the board's dispositions. Six statements."""
        ids = [story.person.external_id for story in batch]
        rows = session.execute(
            select(Candidate.external_id, Candidate.import_digest).where(
                Candidate.board == self.board.name, Candidate.external_id.in_(ids)
            )
        )
        self._digests = {external_id: digest for external_id, digest in rows if external_id}
        self._jobs = self._find_jobs(session, batch)
        ensure_dispositions(session, self.board.name)
        reasons = session.scalars(select(Disposition).where(Disposition.board == self.board.name)).all()
        self._dispositions = {reason.label.casefold(): reason for reason in reasons}
        self._dispositions |= {reason.code: reason for reason in reasons}
        self._kept_ids = []

    def _find_jobs(self, session: Session, batch: Sequence[Story]) -> dict[str, Job]:
        wanted = [identifier for story in batch for identifier in story.job_identifiers]
        found = session.scalars(
            jobs_of(self.board.name).where(or_(Job.external_id.in_(wanted), Job.public_id.in_(wanted)))
        ).unique()
        return {key: job for job in found for key in (job.external_id, job.public_id) if key}

    def write(self, session: Session, line: Story) -> Landed:
        """Add the person, change them, or leave them alone."""
        person = line.person
        known = self._digests.get(person.external_id)
        if known == person.digest:
            return Landed.UNCHANGED
        kept_before = len(self._kept_ids)
        try:
            candidate = self._person(session, person, is_new=known is None)
            for number, application in enumerate(line.applications):
                self._write_application(session, candidate, application, number)
            session.flush()
        except Exception:
            del self._kept_ids[kept_before:]
            raise
        self._digests[person.external_id] = person.digest
        return Landed.ADDED if known is None else Landed.UPDATED

    def end(self, session: Session) -> None:
        """Those kept by this batch surface for the jobs that are open."""
        why = "They were imported as kept on file."
        surface_kept_records(session, self._kept_ids, policy(self.board), actor=self.actor, why_now=why)

    def _person(self, session: Session, line: PersonLine, *, is_new: bool) -> Candidate:
        now = self.board.now()
        if is_new:
            candidate = add_person(session, self.board.name, line, actor=self.actor, now=now)
        else:
            candidate = find_candidate(session, Scope(self.board.name, self.actor), line.external_id)
            update_person(session, candidate, line, actor=self.actor, now=now)
        session.flush()
        return candidate

    def _write_application(self, session: Session, candidate: Candidate, line: ApplicationLine, number: int) -> None:
        job = self._job(line, number)
        applied = writing.applied_for(line, job, ladder=self.board.ladder)
        application = writing.find_application(session, candidate, applied, job=job)
        if application is None:
            application = writing.begin(
                session, candidate, line, applied, job=job, actor=self.actor, now=self.board.now()
            )
        else:
            writing.add_interviews(application, line)
        application.candidate, application.job = candidate, job
        session.flush()
        if application.status is ApplicationStatus.ACTIVE:
            self._close(session, application, line, number)
        if line.keep is not None:
            self._keep(session, application, line.keep, number)

    def _job(self, line: ApplicationLine, number: int) -> Job | None:
        job = self._jobs.get(line.job_identifier)
        if job is None and not line.job_title:
            said = f"There is no job {line.job_identifier} here. Import it first, or give jobTitle."
            raise InvalidInput({f"meta.jobboard.applications[{number}].jobIdentifier": [said]})
        return job

    def _close(self, session: Session, application: Application, line: ApplicationLine, number: int) -> None:
        """End the application as the line says it ended; a promise without a reason gets the one the gap gives."""
        if line.status is ApplicationStatus.ACTIVE:
            return
        code, gaps = self._code(line), None
        if code == TOO_SENIOR or (not code and line.keep is not None):
            gaps = gaps_for(application, now=self.board.now())
            code = code or (TOO_SENIOR if gaps.verdict is Verdict.OVER else RUNNER_UP)
        if not code:
            _end_without_reason(application, line)
            return
        disposition = self._disposition(code, number)
        at = line.closed_at or line.last_seen_at or application.applied_at
        close_application(
            session,
            application,
            disposition,
            evidence=_evidence(line, disposition, gaps),
            actor=self.actor,
            now=at,
            why="imported",
        )
        if code == HIRED:
            application.status = ApplicationStatus.HIRED
        application.status = line.status or application.status

    def _code(self, line: ApplicationLine) -> str:
        hired = line.status is ApplicationStatus.HIRED
        return line.disposition or (HIRED if hired else "")

    def _disposition(self, code: str, number: int) -> Disposition:
        found = self._dispositions.get(code) or self._dispositions.get(code.casefold())
        if found is None:
            known = ", ".join(sorted({row.code for row in self._dispositions.values()}))
            said = f"There is no reason {code[:60]!r}. Use one of {known}."
            raise InvalidInput({f"meta.jobboard.applications[{number}].disposition": [said]})
        return found

    def _keep(self, session: Session, application: Application, given: Mapping[str, Any], number: int) -> None:
        path, now = f"meta.jobboard.applications[{number}].keep", self.board.now()
        read = load_keep(given, path=path, ladder=self.board.ladder)
        promise = agreed(read, application, now=now, currency=self.board.config.currency)
        kept = _kept_for(session, application)
        if kept is not None and _same(kept, promise) and read["status"] in (None, kept.status):
            return
        kept = keeping.keep(
            session,
            application.candidate,
            promise.terms,
            origin=application,
            status=promise.status if kept is None or read["status"] else kept.status,
            owner=promise.owner or self.actor,
            now=promise.promised_at,
        )
        if kept.status is KeptStatus.ACTIVE:
            kept.review_at = kept.review_at or months_after(now, self.board.config.keep_review_months)
            self._kept_ids.append(kept.id)


def _evidence(line: ApplicationLine, disposition: Disposition, gaps: Gaps | None) -> list[dict[str, Any]]:
    found = writing.evidence_of(line, gaps.to_json() if gaps else ())
    if disposition.needs_evidence and not writing.positive(found):
        found.append(dict(writing.RECORDED))
    return found


def _end_without_reason(application: Application, line: ApplicationLine) -> None:
    """Old systems end applications without saying why; that is kept as it is, never given a reason."""
    ended = line.status or (ApplicationStatus.REJECTED if line.closed_at else ApplicationStatus.ACTIVE)
    application.status = ended
    if ended is not ApplicationStatus.ACTIVE:
        application.closed_at = line.closed_at or line.last_seen_at or application.applied_at


def _kept_for(session: Session, application: Application) -> KeptCandidate | None:
    return session.scalars(
        select(KeptCandidate).where(KeptCandidate.origin_application_id == application.id)
    ).one_or_none()


def _same(kept: KeptCandidate, promise: Kept) -> bool:
    """Whether a record holds these terms already, whatever was decided since about its review date."""
    names = [part.name for part in fields(KeepTerms) if part.name != "review_at"]
    return all(_plain(getattr(kept, name)) == _plain(getattr(promise.terms, name)) for name in names)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value
