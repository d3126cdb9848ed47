"""The reasons an application usually ends with; each board starts with these and may change their words."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.applications.models import Disposition, Party, Reuse

TOO_SENIOR = "too_senior_for_role"
RUNNER_UP = "runner_up"
HIRED = "hired"
WITHDREW_PERSONAL = "withdrew_personal"
"""With which an application ends that the person withdrew on their own page."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One default disposition."""

    code: str
    label: str
    party: Party
    reuse: Reuse
    needs_evidence: bool = False


_WE, _THEY, _NONE = Party.WE_REJECTED, Party.THEY_REJECTED, Party.NONE
_KEEP, _MAY, _FLAT, _OUT = Reuse.KEEP_SUGGESTED, Reuse.KEEP_ALLOWED, Reuse.NEUTRAL, Reuse.EXCLUDE

DEFAULTS: tuple[Reason, ...] = (
    Reason(TOO_SENIOR, "More senior than this role needs", _WE, _KEEP, needs_evidence=True),
    Reason(RUNNER_UP, "Strong, someone else was closer", _WE, _KEEP),
    Reason("timing", "Right person, wrong time", _WE, _KEEP),
    Reason("position_cancelled", "The position was cancelled", _NONE, _KEEP),
    Reason("position_filled", "The position was filled", _NONE, _MAY),
    Reason("skills_not_matched", "Does not have the skills this role needs", _WE, _MAY),
    Reason("experience_not_matched", "Not the experience this role needs", _WE, _MAY),
    Reason("level_below_role", "The role needs someone more senior", _WE, _MAY),
    Reason("pay_expectations", "Pay expectations above the band", _WE, _MAY),
    Reason("location", "Place or work mode does not fit", _WE, _MAY),
    Reason("right_to_work", "May not work here without a permit we cannot give", _WE, _FLAT),
    Reason("withdrew_other_offer", "They took another offer", _THEY, _MAY),
    Reason("withdrew_pay", "They withdrew over pay", _THEY, _MAY),
    Reason(WITHDREW_PERSONAL, "They withdrew for their own reasons", _THEY, _FLAT),
    Reason("declined_offer", "They declined our offer", _THEY, _MAY),
    Reason("no_show", "They did not come and gave no reason", _THEY, _FLAT),
    Reason("duplicate", "The same application twice", _NONE, _FLAT),
    Reason("spam", "Not a real application", _WE, _OUT),
    Reason(HIRED, "Hired", _NONE, _FLAT),
)


def ensure_dispositions(session: Session, board: str) -> int:
    """Add the defaults the board lacks and return how many; the firm's own edits stay. Idempotent."""
    present = set(session.scalars(select(Disposition.code).where(Disposition.board == board)))
    missing = [(position, reason) for position, reason in enumerate(DEFAULTS) if reason.code not in present]
    for position, reason in missing:
        session.add(
            Disposition(
                board=board,
                code=reason.code,
                label=reason.label,
                party=reason.party,
                reuse=reason.reuse,
                needs_evidence=reason.needs_evidence,
                position=position,
            )
        )
    return len(missing)
