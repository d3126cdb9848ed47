"""Whether somebody may be kept and written to, in words and a shape."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.candidates.queries import newest_consent
from jobboard.web.present import Words
from jobboard.web.recruit.voice import many, nearby

ENDING_DAYS = 14
"""From how many days before its end a consent is shown as ending."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words and its shape; ``live`` says whether the person may be written to."""

    words: str
    shape: str = "live"
    live: bool = True


_BLOCKED = "no contact about other roles"
NO_CONSENT = Badge("No consent to keep on file", "open", live=False)


def contact_badge(candidate: Candidate, words: Words) -> Badge:
    """The consent of somebody who is kept: without one, they may not be written to about anything new."""
    badge = consent_badge(candidate, words)
    return Badge(f"No consent yet, {_BLOCKED}", "blocked", live=False) if badge is NO_CONSENT else badge


def consent_badge(candidate: Candidate, words: Words) -> Badge:
    """The keep-on-file consent for a list: “Consent live”, “Consent ends in 6 days”, “…, no contact about …”."""
    newest = newest_consent(candidate, ConsentPurpose.KEEP_ON_FILE)
    if newest is None:
        return NO_CONSENT
    if not newest.is_live(words.now):
        return _ended(newest, words)
    ends = _ends_soon(newest, words)
    return Badge(ends, "warn") if ends else Badge("Consent live")


def consent_until(candidate: Candidate, words: Words) -> Badge:
    """The same for a page about one person: a live consent names its last day."""
    badge = consent_badge(candidate, words)
    newest = newest_consent(candidate, ConsentPurpose.KEEP_ON_FILE)
    if badge.shape != "live" or newest is None or newest.expires_at is None:
        return badge
    return Badge(f"Consent live until {words.full_day(newest.expires_at)}")


def running_words(candidate: Candidate, applications: Iterable[Application], words: Words) -> str:
    """That a running application may still be written about, where the consent to be kept does not allow the rest;
    empty where nothing runs, or nobody may write at all."""
    runs = any(one.status is ApplicationStatus.ACTIVE for one in applications)
    if not runs or candidate.do_not_contact or consent_badge(candidate, words).shape != "blocked":
        return ""
    return "Their running application goes on, and you may write to them about it."


def _ended(consent: Consent, words: Words) -> Badge:
    if consent.withdrawn_at is not None:
        said = f"Consent withdrawn {nearby(words, consent.withdrawn_at)}, {_BLOCKED}"
    else:
        said = f"Consent ended {nearby(words, consent.expires_at or words.now)}, {_BLOCKED}"
    return Badge(said, "blocked", live=False)


def _ends_soon(consent: Consent, words: Words) -> str:
    if consent.expires_at is None:
        return ""
    days = words.days_until(consent.expires_at)
    if days > ENDING_DAYS:
        return ""
    return f"Consent ends in {many(days, 'day')}" if days > 1 else f"Consent ends {nearby(words, consent.expires_at)}"
