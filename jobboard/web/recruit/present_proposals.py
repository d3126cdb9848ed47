"""Proposals to keep somebody, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jobboard.flows.proposals import Confirming, Proposal
from jobboard.keep_on_file.models import KeptStatus
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, consent_until
from jobboard.web.recruit.present_kept import last_interview_words, level_steps, scorecards_in_words
from jobboard.web.recruit.present_record import RECORD_LABELS
from jobboard.web.recruit.voice import levels, many

KEEP_LABELS = RECORD_LABELS | {"message": "Message", "reason": "Why", "keep": "Keep on file"}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal in the list. ``question`` is the whole sentence."""

    id: str
    candidate_id: str
    application_id: str
    name: str
    question: str
    about: str
    evidence: str
    wanted: str
    consent: Badge
    sure: bool


def proposals_heading(count: int) -> str:
    """“3 people you met who may have been more senior than the role”."""
    if not count:
        return "Nobody is proposed"
    return f"{many(count, 'person', 'people')} you met who may have been more senior than the role"


def proposal_rows(proposals: Iterable[Proposal], words: Words) -> list[ProposalRow]:
    """The list's rows."""
    return [proposal_row(one, words) for one in proposals]


def proposal_row(proposal: Proposal, words: Words) -> ProposalRow:
    """One proposal in words."""
    kept, application = proposal.kept, proposal.application
    met = f"Met {last_interview_words(application, words)}"
    return ProposalRow(
        id=kept.public_id,
        candidate_id=kept.candidate.public_id,
        application_id=application.public_id,
        name=kept.candidate.name,
        question=_question(proposal),
        about=f"{met}, {scorecards_in_words(application.interviews, words)}.",
        evidence=proposal.gaps["level"].sentence,
        wanted=levels(words, kept.min_level, kept.max_level),
        consent=consent_until(kept.candidate, words),
        sure=proposal.sure,
    )


def _question(proposal: Proposal) -> str:
    title = proposal.application.applied_title
    if not proposal.sure:
        return f"Were they more senior than {title} needs? What is known does not settle it."
    steps = level_steps(proposal.gaps.to_json()) or 1
    return f"{many(steps, 'level')} above {title}, and nobody kept them."


@dataclass(frozen=True, slots=True)
class ConfirmingPage:
    """The form's page beside its values."""

    row: ProposalRow
    gaps: list[dict[str, Any]]
    messages: tuple[tuple[str, str], ...]


def confirming_page(found: Confirming, words: Words) -> ConfirmingPage:
    """The page of one proposal."""
    return ConfirmingPage(
        row=proposal_row(found.proposal, words),
        gaps=found.proposal.gaps.to_json(),
        messages=tuple((draft.kind, draft.label) for draft in found.letters),
    )


def confirming_values(found: Confirming) -> dict[str, Any]:
    """The form as proposed; the first mail is the one that fits."""
    return {
        "functions": list(found.keep.functions),
        "min_level": str(found.keep.min_level),
        "max_level": str(found.keep.max_level),
        "review_on": found.keep.review_on.isoformat(),
        "work_modes": [],
        "message": found.letters[0].kind,
    }


def confirmed_sentence(name: str, status: KeptStatus) -> str:
    """“Maren Okafor-Lund is kept on file.”"""
    if status is KeptStatus.ACTIVE:
        return f"{name} is kept on file. Whatever open job fits comes to the review inbox."
    return f"{name}: the record waits until they say yes."
