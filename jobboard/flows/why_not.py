"""“Why not?”, asked of one kept record and one job, whatever state either is in."""

from dataclasses import dataclass

from jobboard.access import Actor, Scope
from jobboard.flows.policy import policy
from jobboard.jobs import queries as jobs
from jobboard.jobs.models import Job
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.considering import SET_ASIDE
from jobboard.keep_on_file.look import examine
from jobboard.keep_on_file.matching.answers import Answer, answer
from jobboard.keep_on_file.matching.changes import Change, nearest_changes
from jobboard.keep_on_file.matching.rank import Outcome
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.state import BoardState


@dataclass(frozen=True)
class WhyNot:
    """One kept record against one job: the answer, every gate, and the fewest changes that would let them through
    (empty when they pass, None when no change would do). ``surfaced`` is where they came up so far,
    ``policy_version`` the policy it was judged by."""

    kept: KeptCandidate
    job: Job
    outcome: Outcome
    answer: Answer
    changes: tuple[Change, ...] | None
    surfaced: list[Surfacing]
    policy_version: int

    @property
    def headline(self) -> str:
        """The answer in one line."""
        return str(self.answer)

    @property
    def can_be_set_aside(self) -> bool:
        """Whether a recruiter can still consider them: the job is open, and no failed gate keeps a promise."""
        return self.job.accepts_applications and not self.outcome.passed and self.outcome.passed_but(SET_ASIDE)


def why_not(board: BoardState, kept_id: str, job_id: str, *, actor: Actor) -> WhyNot:
    """Every gate with pass or fail and the nearest change that would flip it. Writes nothing. About 20 statements."""
    session, scope = board.session(), Scope(board.name, actor)
    kept = queries.get_kept(session, scope, kept_id)
    job = jobs.get_job(session, scope, job_id)
    rules = policy(board)
    seen = examine(session, kept, job, rules)
    person, outcome = seen.matches[0].person, seen.matches[0].outcome
    return WhyNot(
        kept,
        job,
        outcome,
        answer(person, seen.wanted, rules, outcome),
        nearest_changes(person, seen.wanted, rules),
        queries.surfacings_of(session, scope, kept),
        rules.version,
    )
