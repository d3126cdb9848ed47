"""What a person's own page says: how each application stands, what is held, what was promised. In their words."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Interview,
    InterviewStatus,
    ScreeningAnswer,
    Stage,
)
from jobboard.candidates.models import Attachment, ConsentPurpose
from jobboard.candidates.queries import newest_consent
from jobboard.flows.own_data import OwnData
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, KeptStatus
from jobboard.web import present
from jobboard.web.present import Words

_STAGES = {
    Stage.APPLIED: "Received, waiting to be read",
    Stage.SCREEN: "Being looked at",
    Stage.ASSESSMENT: "At the assessment",
    Stage.INTERVIEW: "At the interviews",
    Stage.OFFER: "After the interviews, being decided",
    Stage.HIRED: "You have the job",
}
_REASONS = {
    KeepReason.MORE_SENIOR: "You were more senior than that role needed",
    KeepReason.RUNNER_UP: "You came close, and somebody else was chosen",
    KeepReason.TIMING: "The time was not right",
    KeepReason.POSITION_CANCELLED: "The job was not filled after all",
}
_LIVE = {KeptStatus.ACTIVE, KeptStatus.PAUSED, KeptStatus.IN_CONVERSATION, KeptStatus.AWAITING_CONSENT}


@dataclass(frozen=True)
class Standing:
    """One application: the job, where it stands and since when; ``shape`` is the status macro's. ``running`` ones can
    be withdrawn, and what ``may_run_again`` was withdrawn a short while ago. ``answers`` are the questions they were
    asked and what they said."""

    id: str
    title: str
    organization: str
    shape: str
    says: str
    more: str
    running: bool
    may_run_again: bool
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Held:
    """One thing we hold: what, from whom and when, and for what we may use it."""

    what: str
    origin: str
    use: str


@dataclass(frozen=True)
class Promise:
    """One kept record: for which roles, why, and who promised it."""

    roles: str
    why: str
    who: str


def standings(data: OwnData, words: Words) -> list[Standing]:
    """How each application stands, in words that fit any reason: never the office's own."""
    return [_standing(one, data, words) for one in data.applications]


def _standing(application: Application, data: OwnData, words: Words) -> Standing:
    shape, says, more = _stands(application, words)
    return Standing(
        id=application.public_id,
        title=application.applied_title,
        organization=application.applied_organization,
        shape=shape,
        says=says,
        more=more,
        running=application.status is ApplicationStatus.ACTIVE,
        may_run_again=application.public_id in data.withdrawals,
        answers=[(one.question, one.answer) for one in _answers_in(application, data)],
    )


def _stands(application: Application, words: Words) -> tuple[str, str, str]:
    """The status macro's shape, where the application stands, and what else there is to know."""
    came = "were invited" if application.surfacing_id else "applied"
    began = f"You {came} on {words.full_day(application.applied_at)}"
    if application.status is ApplicationStatus.ACTIVE:
        if ahead := interviews_ahead(application, words):
            return "live", *_meeting(ahead[0], words)
        invited = application.surfacing_id and application.stage is Stage.APPLIED
        return "live", "Invited" if invited else _STAGES[application.stage], began
    ended = words.full_day(application.closed_at or application.stage_entered_at)
    if application.status is ApplicationStatus.HIRED:
        return "done", f"Hired {ended}", ""
    by_them = application.status is ApplicationStatus.WITHDRAWN
    return "ended", f"Withdrawn {ended}" if by_them else f"Closed {ended}", began


def interviews_ahead(application: Application, words: Words) -> list[Interview]:
    """The interviews that are arranged and still to come, earliest first."""
    scheduled = [one for one in application.interviews if one.status is InterviewStatus.SCHEDULED]
    return sorted((one for one in scheduled if one.scheduled_at > words.now), key=lambda one: one.scheduled_at)


def _meeting(interview: Interview, words: Words) -> tuple[str, str]:
    """The day, and the hour with the zone that the interview is spoken of in. Where it is they are told by whoever
    invites them: until then a place may be a note of the office."""
    there = replace(words, zone=ZoneInfo(interview.zone)) if interview.zone else words
    where = f", {interview.place}" if interview.place and interview.candidate_told else ""
    at = interview.scheduled_at
    return f"Interview on {there.day(at)}", f"At {there.time(at)} ({there.zone.key}){where}"


def consent_says(data: OwnData, words: Words) -> tuple[str, str]:
    """Whether they are kept, and since or until when: words, and the status macro's shape."""
    newest = newest_consent(data.candidate, ConsentPurpose.KEEP_ON_FILE)
    if newest is None:
        return "You have not agreed to it", "open"
    if newest.withdrawn_at:
        return f"You stopped it on {words.full_day(newest.withdrawn_at)}", "ended"
    until = words.full_day(newest.expires_at) if newest.expires_at else "you stop it"
    if not newest.is_live(words.now):
        return f"It ended on {until}", "ended"
    return f"Kept until {until}", "live"


def held(data: OwnData, words: Words) -> list[Held]:
    """Everything we hold about the person, each with where it came from and what for."""
    use = _use(data, words)
    person = data.candidate
    lines = [
        Held(f"Résumé, version {resume.number}: {resume.filename}", f"You, {words.full_day(resume.received_at)}", use)
        for resume in person.resumes
    ]
    lines += [_attachment(file, use, words) for file in data.attachments]
    lines += [_answers(one, data, use, words) for one in data.applications if _answers_in(one, data)]
    known = ["Name", *(["e-mail"] if person.emails else []), *(["phone"] if person.phones else [])]
    known += ["town"] if person.locality else []
    since = min([person.created_at, *(application.applied_at for application in data.applications)])
    lines.append(Held(", ".join(known), f"You, {words.full_day(since)}", use))
    if person.work_history or person.skills or person.education:
        lines.append(Held("Past jobs, skills and education", "Your résumé and what you told us", use))
    if never := ", ".join(dict.fromkeys(name for kept in data.kept for name in kept.excluded_organizations)):
        lines.append(Held(f"Never shown to: {never}", "What you told us", "To protect you, also after you stop"))
    if cards := _scorecards(data):
        noun = "scorecard" if len(cards) == 1 else "scorecards"
        lines.append(Held(f"{len(cards)} interview {noun}", f"Our interviewers, {words.full_day(max(cards))}", use))
    return lines


def _attachment(file: Attachment, use: str, words: Words) -> Held:
    """One of theirs by the name they gave it; what others handed over by its kind alone."""
    kind = present.ATTACHMENT_KINDS[file.kind]
    day = words.full_day(file.added_at)
    if file.added_by_name == THEMSELVES.name:
        return Held(f"{kind}: {file.label or file.filename}", f"You, {day}", use)
    return Held(f"{kind}, a file", f"{file.added_by_name}, {day}", use)


def _answers_in(application: Application, data: OwnData) -> list[ScreeningAnswer]:
    return [answer for answer in data.answers if answer.application_id == application.id]


def _answers(application: Application, data: OwnData, use: str, words: Words) -> Held:
    given = _answers_in(application, data)
    what = f"{len(given)} {'answer' if len(given) == 1 else 'answers'} for {application.applied_title}"
    return Held(what, f"You, {words.full_day(given[0].answered_at)}", use)


def _use(data: OwnData, words: Words) -> str:
    if data.keep_consent and data.keep_consent.expires_at:
        return f"Better roles, until {words.full_day(data.keep_consent.expires_at)}"
    running = any(application.status is ApplicationStatus.ACTIVE for application in data.applications)
    return "Your application only" if running else "Our record of your application only"


def _scorecards(data: OwnData) -> list[datetime]:
    interviews = (interview for application in data.applications for interview in application.interviews)
    return [card.submitted_at for one in interviews for card in one.scorecards if card.submitted_at]


def promises(data: OwnData, words: Words) -> list[Promise]:
    """The kept records that live, in words."""
    return [_promise(kept, words) for kept in data.kept if kept.status in _LIVE]


def _promise(kept: KeptCandidate, words: Words) -> Promise:
    fields = " or ".join(present.function(key).lower() for key in kept.target_functions)
    low, high = words.level(kept.min_level), words.level(kept.max_level)
    levels = low.lower() if low == high else f"{low.lower()} to {high.lower()}"
    roles = f"Roles in {fields}, {levels}" if fields else f"Roles from {levels}"
    return Promise(roles, _REASONS[kept.reason], f"{kept.owner_name}, {words.full_day(kept.promised_at)}")
