"""How far an application came and how it ended, read from another system's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from jobboard.applications.dispositions import DEFAULTS, HIRED
from jobboard.applications.models import ApplicationStatus, Stage
from jobboard.foreign.columns import plain
from jobboard.interchange import Remark

T = TypeVar("T")
_Words = tuple[tuple[T, "re.Pattern[str]"], ...]


def _table(*rows: tuple[T, str]) -> _Words[T]:
    return tuple((meant, re.compile(rf"\b(?:{words})\b")) for meant, words in rows)


_STAGES = _table(
    (Stage.HIRED, r"hired|placed|placement|onboarding|started"),
    (Stage.OFFER, r"offer\w*|references?|background"),
    (Stage.ASSESSMENT, r"assessment|test|take home|exercise|case study|assignment|challenge"),
    (Stage.SCREEN, r"screen\w*|prescreen|phone|call|contacted|responded|qualif\w*|submitted|negotiating"),
    (Stage.INTERVIEW, r"interview\w*|face to face|on ?site|panel|final round"),
    (
        Stage.APPLIED,
        r"appl\w+|new|inbox|leads?|review\w*|received|sourced|prospects?|reached out|no contact|no status|r[eé]sum[eé]",
    ),
)
"""The first row that matches is meant: “phone interview” is a screen, “offer declined” came as far as the offer."""

_STATUSES = _table(
    (ApplicationStatus.WITHDRAWN, r"withdr\w+|offer declined|declined (?:the |our )?offer|candidate declined"),
    (
        ApplicationStatus.REJECTED,
        r"reject\w*|declined|not (?:selected|suitable|hired|in consideration|progressed)|unsuccessful|disqualified",
    ),
    (ApplicationStatus.HIRED, r"hired|placed|converted"),
    (ApplicationStatus.ACTIVE, r"active|open|pending|in (?:process|progress)|ongoing"),
)

_REASONS = _table(
    ("too_senior_for_role", r"over ?qualified|too senior|too experienced|more senior"),
    ("level_below_role", r"under ?qualified|too junior|not senior enough"),
    ("position_filled", r"filled|hired another|another candidate (?:was )?(?:hired|chosen)"),
    ("position_cancelled", r"cancel\w*|(?:position|job|role|req\w*) (?:was )?closed"),
    ("declined_offer", r"offer declined|declined (?:the |our |an )?offer|rejected (?:the |our )?offer"),
    ("withdrew_other_offer", r"(?:an|other|another|counter) ?(?:offer|job)|offer elsewhere"),
    ("no_show", r"no show|did not (?:come|show)"),
    ("right_to_work", r"visa|work permit|work authori[sz]ation|sponsorship|right to work"),
    ("pay_expectations", r"salary|compensation|pay"),
    ("location", r"locations?|relocat\w+|commut\w+"),
    ("timing", r"timing|future"),
    ("skills_not_matched", r"skills?|skillset|qualifications?|requirements"),
    ("experience_not_matched", r"experience"),
    ("duplicate", r"duplicate"),
    ("spam", r"spam"),
    ("withdrew_personal", r"withdr\w+|personal|not interested"),
    ("runner_up", r"runner up|stronger candidates?|someone else"),
)

_OWN = {plain(name): reason.code for reason in DEFAULTS for name in (reason.code, reason.label)}
_THEY_SAID = {"pay_expectations": "withdrew_pay"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the words say. Where they say nothing that we know, None or ``""``, and a remark."""

    stage: Stage | None
    status: ApplicationStatus | None
    disposition: str
    remarks: tuple[Remark, ...]

    def to_line(self) -> dict[str, str | None]:
        """As keys of an application in a line."""
        return {"stage": self.stage, "status": self.status, "disposition": self.disposition}


def read_outcome(*, stage: str = "", status: str = "", reason: str = "") -> Outcome:
    """Read another system's words for how far an application came, whether it still runs, and why it ended.

    A word in the wrong column is understood: “Rejected” as a stage, “Interviewing” as a status. An unknown reason ends
    the application without one; an unknown stage is “applied”.
    """
    reached = _first(_STAGES, (stage, status))
    ended = _first(_STATUSES, (status, stage))
    if ended is None and reached is Stage.HIRED:
        ended = ApplicationStatus.HIRED
    why = "" if ended in (ApplicationStatus.ACTIVE, ApplicationStatus.HIRED) else _reason(reason, ended)
    unknown = []
    if stage and reached is None and _first(_STATUSES, (stage,)) is None:
        unknown.append(Remark("stage", f"“{stage}” is no stage we know; the application stands in “applied”."))
    if status and ended is None and _first(_STAGES, (status,)) is None:
        unknown.append(Remark("status", f"“{status}” is no status we know; it was left out."))
    if reason and not why and ended is not ApplicationStatus.ACTIVE and plain(reason) != HIRED:
        unknown.append(Remark("reason", f"“{reason}” is no reason we know; the application ended without one."))
    return Outcome(reached, ended, why, tuple(unknown))


def _first(table: _Words[T], texts: Sequence[str]) -> T | None:
    said = (plain(text) for text in texts if text)
    return next((meant for text in said for meant, words in table if words.search(text)), None)


def _reason(text: str, ended: ApplicationStatus | None) -> str:
    found = _OWN.get(plain(text)) or _first(_REASONS, (text,)) or ""
    return _THEY_SAID.get(found, found) if ended is ApplicationStatus.WITHDRAWN else found
