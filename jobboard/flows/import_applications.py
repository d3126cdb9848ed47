"""One application of an imported person: what was applied for, how it ended and why, and what was promised."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications import import_application as writing
from jobboard.applications.dispositions import HIRED, RUNNER_UP, TOO_SENIOR
from jobboard.applications.interchange import ApplicationLine
from jobboard.applications.models import Application, ApplicationStatus, Disposition
from jobboard.applications.service import close_application
from jobboard.candidates.models import Candidate
from jobboard.dates import months_after
from jobboard.errors import InvalidInput
from jobboard.fit.gap import Gaps, Verdict
from jobboard.fit.reading import PLAIN, TitleReader
from jobboard.flows.gaps import gaps_for
from jobboard.flows.proposals import propose_if_worth
from jobboard.jobs.models import Job
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.interchange import Kept, agreed, load_keep, status_from_consent
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.service import KeepTerms
from jobboard.state import BoardState


class ApplicationImport:
    """Writes applications with the jobs and the reasons that a batch of lines may name."""

    def __init__(
        self,
        board: BoardState,
        actor: Actor,
        jobs: Mapping[str, Job],
        reasons: Iterable[Disposition],
        titles: TitleReader = PLAIN,
    ) -> None:
        self.board, self.actor, self._jobs, self._titles = board, actor, jobs, titles
        known = list(reasons)
        self._reasons = {reason.label.casefold(): reason for reason in known}
        self._reasons |= {reason.code: reason for reason in known}

    def write(self, session: Session, candidate: Candidate, line: ApplicationLine, number: int) -> KeptCandidate | None:
        """Add the application or what it lacks; the promise that was made or changed, if one was.

        Raises ``InvalidInput`` naming the field by ``number``, the application's place in the line.
        """
        path = f"meta.jobboard.applications[{number}]"
        job = self._job(line, path)
        applied = writing.applied_for(line, job, titles=self._titles)
        application = writing.find_application(session, candidate, line, applied, job=job)
        if application is None:
            application = writing.begin(
                session, candidate, line, applied, job=job, actor=self.actor, now=self.board.now()
            )
        else:
            writing.add_interviews(session, application, line, job=job)
        application.candidate, application.job = candidate, job
        session.flush()
        if application.status is ApplicationStatus.ACTIVE:
            self._end(session, application, line, path)
            if line.keep is None:
                self._propose(session, application)
        return None if line.keep is None else self._keep(session, application, line.keep, path)

    def _propose(self, session: Session, application: Application) -> None:
        """Somebody met there may be worth keeping, as long as we would know them anyway."""
        since = months_after(self.board.now(), -(self.board.config.application_months or 24))
        if application.closed_at is not None and application.closed_at >= since:
            gaps = gaps_for(application, now=self.board.now(), reader=None)
            propose_if_worth(self.board, session, application, gaps, actor=self.actor)

    def _job(self, line: ApplicationLine, path: str) -> Job | None:
        job = self._jobs.get(line.job_identifier)
        if job is None and not line.job_title:
            said = f"There is no job {line.job_identifier} here. Import it first, or give jobTitle."
            raise InvalidInput({f"{path}.jobIdentifier": [said]})
        return job

    def _end(self, session: Session, application: Application, line: ApplicationLine, path: str) -> None:
        """End it as the line says it ended. A promise without a reason gets the one that the gap gives; an end
        without either keeps none."""
        if line.status is ApplicationStatus.ACTIVE:
            return
        reason = self._reason(line, path)
        if reason is None and line.keep is None:
            _end_without_reason(application, line)
            return
        gaps = gaps_for(application, now=self.board.now(), reader=None)
        reason = reason or self._reasons[TOO_SENIOR if gaps.verdict is Verdict.OVER else RUNNER_UP]
        close_application(
            session,
            application,
            reason,
            evidence=_evidence(line, reason, gaps),
            actor=self.actor,
            now=line.closed_at or line.last_seen_at or application.applied_at,
            why="imported",
        )
        ended = ApplicationStatus.HIRED if reason.code == HIRED else application.status
        application.status = line.status or ended

    def _reason(self, line: ApplicationLine, path: str) -> Disposition | None:
        said = line.disposition or (HIRED if line.status is ApplicationStatus.HIRED else "")
        if not said:
            return None
        found = self._reasons.get(said) or self._reasons.get(said.casefold())
        if found is None:
            known = ", ".join(sorted({reason.code for reason in self._reasons.values()}))
            raise InvalidInput({f"{path}.disposition": [f"There is no reason {said[:60]!r}. Use one of {known}."]})
        return found

    def _keep(
        self, session: Session, application: Application, given: Mapping[str, Any], path: str
    ) -> KeptCandidate | None:
        now, config = self.board.now(), self.board.config
        read = load_keep(given, path=f"{path}.keep", ladder=self.board.ladder, currency=config.currency)
        promise = agreed(read, application, now=now, currency=config.currency)
        kept = _kept_for(session, application)
        withdrawn = status_from_consent(application.candidate, now) is KeptStatus.WITHDRAWN
        said = KeptStatus.WITHDRAWN if withdrawn else read["status"]
        if kept is not None and said in (None, kept.status) and (withdrawn or _same(kept, promise)):
            return None  # wishes blanked with a withdrawn consent are not brought back either
        kept = keeping.keep(
            session,
            application.candidate,
            promise.terms,
            origin=application,
            status=said or (promise.status if kept is None else kept.status),
            owner=promise.owner or self.actor,
            now=promise.promised_at,
        )
        if kept.status is KeptStatus.ACTIVE:
            kept.review_at = kept.review_at or months_after(now, config.keep_review_months)
        return kept


def _evidence(line: ApplicationLine, reason: Disposition, gaps: Gaps) -> list[dict[str, Any]]:
    if not (reason.needs_evidence or line.evidence):
        return []
    found = writing.evidence_of(line, gaps.to_json())
    if reason.needs_evidence and not writing.positive(found):
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
