"""The close dialog in words: which reasons to offer, what speaks for them, what would be kept, what would be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.applications.dispositions import HIRED, RUNNER_UP, TOO_SENIOR
from jobboard.applications.models import Application, Disposition, Party
from jobboard.flows.close_application import Closed, ClosingProposal, Reopened
from jobboard.flows.messages import HONEST_NO
from jobboard.web.present import Words
from jobboard.web.recruit.present_inbox import job_title
from jobboard.web.recruit.present_kept import last_interview_words, level_steps
from jobboard.web.recruit.present_summary import left_out
from jobboard.web.recruit.voice import nearby

Option = tuple[str, str, str]
ENDINGS = ("application_closed", "stage_moved")
"""The changes by which an application ends: it is closed, or moved to hired."""
_USUAL = (TOO_SENIOR, RUNNER_UP, "skills_not_matched", "timing")
_GROUPS = {Party.WE_REJECTED: "Our decision", Party.THEY_REJECTED: "Their decision", Party.NONE: "Nobody's decision"}


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """What the page shows beside the form's values."""

    name: str
    about: str
    usual: tuple[Option, ...]
    others: tuple[tuple[str, tuple[Option, ...]], ...]
    other_is_chosen: bool
    evidence: tuple[tuple[str, str], ...]
    left_out: str
    consent: str
    messages: tuple[tuple[str, str], ...]


def closing_page(proposal: ClosingProposal, values: Mapping[str, Any], words: Words) -> ClosingPage:
    """The page for a proposal, with what was typed."""
    chosen = values.get("disposition", "")
    usual = [one for code in _USUAL for one in proposal.dispositions if one.code == code]
    return ClosingPage(
        name=proposal.application.candidate.name,
        about=_about(proposal, words),
        usual=tuple(_option(one, proposal) for one in usual),
        others=_others(proposal),
        other_is_chosen=bool(chosen) and chosen not in _USUAL,
        evidence=tuple((gap["dimension"], f"Use {_dimension(gap)}") for gap in over_gaps(proposal.gaps)),
        left_out=left_out(proposal.sealed),
        consent=consent_sentence(proposal, words),
        messages=tuple((draft.kind, draft.label) for draft in proposal.messages),
    )


def closing_values(proposal: ClosingProposal) -> dict[str, Any]:
    """The form as proposed: the suggestion chosen, the evidence found ticked, the terms filled in."""
    return {
        "disposition": proposal.suggested,
        "evidence": [gap["dimension"] for gap in over_gaps(proposal.gaps)],
        "keep": "yes" if proposal.keep.checked else "",
        "functions": list(proposal.keep.functions),
        "min_level": str(proposal.keep.min_level),
        "max_level": str(proposal.keep.max_level),
        "review_on": proposal.keep.review_on.isoformat(),
        "message": _proposed_message(proposal),
        "seen": proposal.application.stage.value,
    }


def _proposed_message(proposal: ClosingProposal) -> str:
    """The fitting mail for whom keeping is proposed, and for everybody else the one that speaks of no file."""
    kinds = [draft.kind for draft in proposal.messages]
    return HONEST_NO if HONEST_NO in kinds and not proposal.keep.checked else kinds[0]


def over_gaps(gaps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The differences that show somebody is more senior than the role needs."""
    return [gap for gap in gaps if gap["value"] is not None and gap["value"] > 0]


def ended_sentence(application: Application, who: str, words: Words) -> str:
    """“Judith closed it today: Right person, wrong time. …”; ``who`` is empty where nobody here did it."""
    reason = f": {application.disposition.label}" if application.disposition else ""
    when = f" {nearby(words, application.closed_at)}" if application.closed_at else ""
    how = f"{who} closed it{when}{reason}" if who else f"It was closed{when}{reason}"
    return f"{how}. Nothing was changed. To go on with it, open the application and reopen it."


def _dimension(gap: Mapping[str, Any]) -> str:
    return str(gap["dimension"]).replace("_", " ")


def _about(proposal: ClosingProposal, words: Words) -> str:
    application = proposal.application
    title = job_title(application.job) if application.job else application.applied_title
    met = "Interviewed" if application.interviews else "Applied"
    return f"{title}. {met} {last_interview_words(application, words)}."


def _option(one: Disposition, proposal: ClosingProposal) -> Option:
    return one.code, one.label, _suggestion(proposal) if one.code == proposal.suggested else ""


def _suggestion(proposal: ClosingProposal) -> str:
    steps = level_steps(proposal.gaps)
    return f"Strong for a higher role. Suggested: level is {steps} above" if steps and steps > 0 else "Suggested"


def _others(proposal: ClosingProposal) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    rest = [one for one in proposal.dispositions if one.code not in (*_USUAL, HIRED)]
    grouped = [(said, [one for one in rest if one.party is party]) for party, said in _GROUPS.items()]
    return tuple((said, tuple(_option(one, proposal) for one in ones)) for said, ones in grouped if ones)


def consent_sentence(proposal: ClosingProposal, words: Words) -> str:
    """What the person said about being kept, and what that means here."""
    consent = proposal.consent
    if proposal.stopped_since is not None:
        day = words.full_day(proposal.stopped_since)
        return f"They stopped being kept on file on {day}. Only a new yes of their own changes that."
    if consent is None:
        return "They have not said yes. The record waits until they do, and nothing happens with it before."
    until = f" until {words.full_day(consent.expires_at)}" if consent.expires_at else ""
    how, given = _CHANNELS.get(consent.channel, ""), words.full_day(consent.granted_at)
    return f"They said yes{how} on {given}: consent live{until}."


_CHANNELS = {"web": " on the web", "mail": " by mail", "recruiter": " to a recruiter"}


def closed_sentence(name: str, closed: Closed) -> str:
    """“Farid Nettleship closed and kept on file. The message waits, so that you can still undo.”"""
    kept = " and kept on file" if closed.kept_id else ""
    waits = " The message waits, so that you can still undo." if closed.message_id else " Nobody was written to."
    return f"{name} closed{kept}.{waits}"


def reopened_sentence(reopened: Reopened, words: Words) -> str:
    """“Open again. The kept record is withdrawn. The mail had left already, today at 14:30: …”"""
    said = ["Open again."]
    if reopened.withdrawn:
        said.append("The kept record is withdrawn.")
    if reopened.stopped:
        said.append("The mail is stopped; it never leaves.")
    if reopened.left is not None:
        when = f"{nearby(words, reopened.left)} at {words.time(reopened.left)}"
        said.append(f"The mail had left already, {when}: tell them yourself that they are considered again.")
    return " ".join(said)
