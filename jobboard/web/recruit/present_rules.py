"""The rules that “not for this” left behind, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobboard.keep_on_file.models import DismissalRule, DismissalScope
from jobboard.web.present import Words, function
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.voice import level, many, nearby


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rules the list shows; ``person`` is a public id, ``q`` part of a name."""

    ended: bool = False
    mine: bool = False
    person: str = ""
    q: str = ""

    @property
    def params(self) -> dict[str, str]:
        """What the address says of it."""
        said = {"ended": "yes" if self.ended else "", "mine": "yes" if self.mine else ""}
        return {name: value for name, value in {**said, "person": self.person, "q": self.q}.items() if value}

    def but(self, **changed: str) -> dict[str, str]:
        """The same with something changed; an empty value takes it away."""
        return {name: value for name, value in {**self.params, **changed}.items() if value}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: about whom, how far it reaches, why, who made it, until when; ``over`` says how it ended."""

    id: str
    candidate_id: str
    name: str
    reach: str
    reason: str
    made: str
    until: str
    over: str


def rules_heading(total: int, wanted: Filters) -> str:
    """“3 rules hold somebody back”, “12 rules have ended”."""
    if wanted.ended:
        return f"{many(total, 'rule')} {'has' if total == 1 else 'have'} ended" if total else "No rule has ended"
    if not total:
        return "No rule holds anybody back"
    return f"{many(total, 'rule')} {'holds' if total == 1 else 'hold'} somebody back"


def rule_row(rule: DismissalRule, words: Words) -> RuleRow:
    """One line. Person and job loaded."""
    return RuleRow(
        id=rule.public_id,
        candidate_id=rule.candidate.public_id,
        name=rule.candidate.name,
        reach=reach(rule, words),
        reason=rule.reason,
        made=f"{rule.made_by_name or 'Somebody'}, {nearby(words, rule.made_at)}",
        until=words.full_day(rule.until) if rule.until else "",
        over=_over(rule, words),
    )


def _over(rule: DismissalRule, words: Words) -> str:
    if rule.ended_at is not None:
        return f"Ended by {rule.ended_by_name} {nearby(words, rule.ended_at)}"
    if rule.until is not None and rule.until <= words.now:
        return f"Ended by itself {nearby(words, rule.until)}"
    return ""


def reach(rule: DismissalRule, words: Words) -> str:
    """“Not for Marketing Manager, Calderside Mills”, “Not for jobs at the level “manager””, “Not for any job”."""
    if rule.scope is DismissalScope.JOB:
        return f"Not for {job_title(rule.job)}" if rule.job is not None else "Not for a job that is gone"
    if rule.scope is DismissalScope.LEVEL:
        return f"Not for jobs at the level “{level(words, rule.level_rank or 0)}”"
    if rule.scope is DismissalScope.FUNCTION:
        return f"Not for jobs in “{function(rule.function)}”"
    return "Not for any job"


def scope_options(scopes: Sequence[DismissalScope]) -> list[tuple[str, str, str]]:
    """How far a rule can reach, nearest first."""
    return [(scope.value, *_SCOPES[scope]) for scope in scopes]


_SCOPES = {
    DismissalScope.JOB: ("For the job it came from", "Other jobs bring them to the inbox."),
    DismissalScope.LEVEL: ("For jobs at that job's level", "Jobs at other levels bring them to the inbox."),
    DismissalScope.FUNCTION: ("For jobs in that job's function", "Jobs in other functions bring them to the inbox."),
    DismissalScope.ALWAYS: ("For any job", "The record stays; it surfaces for no job."),
}


def rule_values(rule: DismissalRule, words: Words) -> dict[str, str]:
    """The rule as its form shows it."""
    until = words.date_of(rule.until).isoformat() if rule.until else ""
    return {"scope": rule.scope.value, "reason": rule.reason, "rule_until": until}
