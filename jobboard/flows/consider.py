"""“Still consider for this job”: a recruiter sets aside what only judges fit, never what keeps a promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.errors import CannotConsider
from jobboard.flows.policy import policy
from jobboard.jobs import queries as jobs
from jobboard.jobs.models import Job
from jobboard.keep_on_file import considering, queries, surfacing
from jobboard.keep_on_file.considering import SET_ASIDE
from jobboard.keep_on_file.look import Look, examine, is_out
from jobboard.keep_on_file.matching.facts import Policy
from jobboard.keep_on_file.matching.gates import GateResult
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.keep_on_file.schemas import read_consider_form
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class Standing:
    """One kept record against one job: what the gates say, and the surfacing that is there already, if any."""

    kept: KeptCandidate
    job: Job
    looked: Look
    present: Surfacing | None
    is_out: bool

    @property
    def failed(self) -> list[GateResult]:
        """The gates that let the person not through, in order."""
        return [gate for gate in self.looked.matches[0].outcome.gates if not gate.passed]

    @property
    def why_not(self) -> str:
        """Why nobody can consider them for it, in sentences; empty when somebody can."""
        if not self.is_out:
            return f"“{self.job.title}” is not open, so nobody is considered for it."
        if blocked := [gate for gate in self.failed if gate.name not in SET_ASIDE]:
            return " ".join(f"{gate.label}: {gate.sentence}" for gate in blocked)
        if self.present is not None and not considering.can_be_reopened(self.present):
            return f"They are in the review inbox for “{self.job.title}” already."
        return ""


def standing(board: BoardState, kept_id: str, job_id: str, *, actor: Actor) -> Standing:
    """How the record stands to the job, before anybody decides. Writes nothing."""
    session = board.session()
    return _standing(session, Scope(board.name, actor), kept_id, job_id, policy(board, session))


def _standing(session: Session, scope: Scope, kept_id: str, job_id: str, rules: Policy) -> Standing:
    kept, job = queries.get_kept(session, scope, kept_id), jobs.get_job(session, scope, job_id)
    looked, present = examine(session, kept, job, rules), considering.surfacing_for(session, kept, job)
    return Standing(kept, job, looked, present, is_out(job, rules))


def consider(board: BoardState, kept_id: str, job_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Bring a kept person to the inbox for a job although gates fail, and return the surfacing's public id. The gates
    are named with it, and the reason stands in the history.

    Raises ``InvalidInput`` without a reason, and ``CannotConsider`` when the job is not open, a failed gate keeps a
    promise, or the person waits for a decision already.
    """
    why = read_consider_form(form)
    with board.transaction() as session:
        rules = policy(board, session)
        found = _standing(session, Scope(board.name, actor), kept_id, job_id, rules)
        if found.why_not:
            raise CannotConsider(found.why_not)
        written = _bring(session, found, rules, actor=actor)
        considering.note(session, written, found.failed, actor=actor, now=rules.now, why=why)
        return written.public_id


def _bring(session: Session, found: Standing, rules: Policy, *, actor: Actor) -> Surfacing:
    aside = [gate.name for gate in found.failed]
    why_now = considering.why_now(found.failed, by=actor.name)
    if found.present is not None:
        considering.reopen(found.present, aside)
        return found.present
    (written,) = surfacing.write_look(
        session, found.job, found.looked, rules, actor=actor, why_now=why_now, overridden=aside
    )
    return written
