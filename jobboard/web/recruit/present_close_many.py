"""Closing several in words: each person with how they stood against the job, the reason proposed, whether to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jobboard.applications.dispositions import HIRED, TOO_SENIOR
from jobboard.applications.models import Disposition
from jobboard.flows.close_application import ClosingProposal
from jobboard.flows.messages import MessageDraft
from jobboard.jobs.models import Job, JobStatus
from jobboard.web.present import Words
from jobboard.web.recruit.present_close import consent_sentence
from jobboard.web.recruit.present_kept import level_steps, scorecards_in_words
from jobboard.web.recruit.present_pipeline import STAGE_LABELS, last_thing

_FOR_EVERYBODY = {JobStatus.FILLED: "position_filled", JobStatus.CLOSED: "position_cancelled"}


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """One person to be closed; ``over`` says in words that they are bigger than the job, where they are."""

    id: str
    name: str
    where: str
    over: str
    consent: str


def closing_rows(proposals: Sequence[ClosingProposal], words: Words) -> list[ClosingRow]:
    """The people, those who are bigger than the job first: they are whom to keep."""
    rows = [_row(proposal, words) for proposal in proposals]
    return sorted(rows, key=lambda row: not row.over)


def _row(proposal: ClosingProposal, words: Words) -> ClosingRow:
    application = proposal.application
    met = f", {scorecards_in_words(application.interviews, words)}" if application.interviews else ""
    return ClosingRow(
        id=application.public_id,
        name=application.candidate.name,
        where=f"{STAGE_LABELS[application.stage]}. {last_thing(application, words)}{met}.",
        over=_over(proposal),
        consent=consent_sentence(proposal, words),
    )


def _over(proposal: ClosingProposal) -> str:
    if not proposal.keep.checked:
        return ""
    steps = level_steps(proposal.gaps)
    level = f"{steps} above this job" if steps and steps > 0 else "more than this job needs"
    return f"Their level is {level}. Proposed: keep them for a better role."


def reason_choices(dispositions: Sequence[Disposition]) -> list[tuple[str, str]]:
    """The board's reasons; who is hired is moved, not closed."""
    return [(one.code, one.label) for one in dispositions if one.code != HIRED]


def closing_values(proposals: Sequence[ClosingProposal], job: Job) -> Mapping[str, Any]:
    """The form as proposed: whoever is bigger than the job with that reason and kept, the others with one for all."""
    values: dict[str, Any] = {"reason": _FOR_EVERYBODY.get(job.status, ""), "letter": "yes"}
    for proposal in proposals:
        if proposal.keep.checked:
            key = proposal.application.public_id
            values |= {f"reason-{key}": TOO_SENIOR, f"keep-{key}": "yes"}
    return values


def addressed(letters: Sequence[tuple[str, MessageDraft]]) -> list[MessageDraft]:
    """Each mail called by what it is and whom it goes to."""
    return [replace(draft, label=f"{draft.label}, to {name}") for name, draft in letters]
