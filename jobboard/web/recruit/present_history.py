"""What was recorded about a person, as lines of a timeline."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.applications.models import ApplicationStatus, InterviewStatus, Overall, Stage
from jobboard.candidates.models import ConsentPurpose
from jobboard.db.history import History
from jobboard.keep_on_file.models import KeepReason, KeptStatus, SurfacingStatus
from jobboard.web.present import Words
from jobboard.web.recruit.voice import short_day

_TITLES = {
    "applied": "Applied for {after}",
    "applied_again": "Sent the application again",
    "applied_under_another_name": "Gave another name in the application",
    "candidate_imported": "Brought up to date by an import",
    "stage_moved": "Moved from {before} to {after}",
    "application_closed": "Closed: {after}",
    "application_reopened": "Reopened in {after}",
    "message_written": "Written to: {after}",
    "message_cancelled": "The mail was stopped before it left",
    "interview_scheduled": "Interview arranged",
    "interview_marked": "Interview: {after}",
    "scorecard_submitted": "Scorecard: {after}",
    "kept_on_file": "Kept on file",
    "kept_moved": "Kept record: {before} to {after}",
    "keep_proposed": "Proposed to be kept on file",
    "kept_edited": "Kept record, {after} changed",
    "wishes_edited": "Changed their wishes: {after}",
    "wishes_forgotten": "Wishes erased: {after}",
    "kept_reviewed": "Kept record looked at",
    "invitation_accepted": "Is interested in {after}",
    "people_merged": "Merged with another record",
    "skills_changed": "Skills changed",
    "do_not_contact_set": "Asked not to be contacted",
    "do_not_contact_ended": "May be contacted again",
    "reconfirm_asked": "Asked whether this still holds",
    "reconfirm_taken_back": "Took that question back before it left",
    "reconfirmed": "Said that this still holds",
    "renew_consent_asked": "Asked whether we may keep them longer",
    "renew_consent_taken_back": "Took that question back before it left",
    "surfaced": "Surfaced for {after}",
    "surfacing_retired": "No longer surfaces for {after}",
    "considered_anyway": "Considered for {after} in spite of: {before}",
    "surfacing_seen": "Looked at in the review inbox",
    "surfacing_decided": "Review: {after}",
    "surfacing_undone": "Review decision taken back",
    "surfacing_reopened": "Waits for a decision again",
    "surfacing_woken": "Snooze {before} ended: {after} has opened",
    "rule_made": "{after}",
    "rule_changed": "“{before}” became “{after}”",
    "rule_ended": "No longer: {before}",
    "consent_granted": "Agreed to {after}",
    "consent_withdrawn": "Withdrew consent to {before}",
    "resume_received": "Résumé received, {after}",
    "resume_opened": "Résumé opened",
    "work_history_added": "Past role added",
    "level_read_anew": "Level read anew: {before} to {after}",
    "past_level_declared": "Level of a past role said to be {after}, read as {before}",
    "past_level_read": "Level of a past role as its title says: {after}, was {before}",
    "candidate_created": "Entered here",
    "attachment_added": "Attachment added",
    "attachment_opened": "Attachment opened",
    "attachment_removed": "Attachment removed",
    "attachment_restored": "Attachment brought back",
    "task_made": "Task for {after}",
    "task_changed": "Task for {after}, was for {before}",
    "task_done": "Task done",
    "task_reopened": "Task to be done after all",
    "tag_added": "Tagged",
    "tag_removed": "No longer tagged",
    "note_written": "Wrote a note",
    "note_edited": "Changed a note",
    "note_deleted": "Deleted a note",
    "note_restored": "Brought a note back",
}
_KEY = {
    "applied",
    "application_closed",
    "consent_granted",
    "consent_withdrawn",
    "interview_marked",
    "kept_on_file",
    "reconfirmed",
    "scorecard_submitted",
    "surfaced",
}
_WORDS: dict[str, str] = {
    ConsentPurpose.APPLICATION: "the use of the application",
    ConsentPurpose.KEEP_ON_FILE: "being kept on file",
    ConsentPurpose.JOB_ALERTS: "job alerts",
    KeepReason.MORE_SENIOR: "more senior than the role needed",
    KeepReason.RUNNER_UP: "strong, someone else was closer",
    KeepReason.TIMING: "right person, wrong time",
    KeepReason.POSITION_CANCELLED: "the position was cancelled",
    **{state.value: state.value.replace("_", " ") for kind in (KeptStatus, SurfacingStatus) for state in kind},
    **{state.value: state.value.replace("_", " ") for kind in (Stage, ApplicationStatus) for state in kind},
    **{state.value: state.value.replace("_", " ") for state in InterviewStatus},
    **{answer.value: answer.value.replace("_", " ") for answer in Overall},
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: ``key`` marks promises, decisions and interviews; ``about`` says who and why."""

    at: str
    day: str
    title: str
    about: str
    key: bool


def events(history: Iterable[History], words: Words, *, reasons: dict[str, str]) -> list[Event]:
    """The timeline, in the order it came. ``reasons`` are the labels of the board's dispositions by code."""
    return [_event(entry, words, reasons) for entry in history]


def _event(entry: History, words: Words, reasons: dict[str, str]) -> Event:
    pattern = _TITLES.get(entry.what, entry.what.replace("_", " ").capitalize())
    title = pattern.format(before=_said(entry.before, reasons), after=_said(entry.after, reasons))
    why = f" “{_said(entry.why, reasons)}”" if entry.why and entry.what != "applied" else ""
    about = f"{entry.actor_name}, {words.time(entry.at)}.{why}"
    return Event(entry.at.isoformat(), short_day(words, entry.at), title, about, entry.what in _KEY)


def _said(value: str, reasons: dict[str, str]) -> str:
    return reasons.get(value) or _WORDS.get(value, value)
