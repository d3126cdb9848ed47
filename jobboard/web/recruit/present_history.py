"""What was recorded about a person, as lines of a timeline."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from jobboard.applications.models import ApplicationStatus, InterviewStatus, Overall, Stage
from jobboard.candidates.models import ConsentPurpose
from jobboard.db.history import History
from jobboard.keep_on_file.models import KeepReason, KeptStatus, SurfacingStatus
from jobboard.teamwork.models import Note
from jobboard.web.present import Words
from jobboard.web.recruit.voice import short_day

TITLES = {
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
    "interview_moved": "Interview moved",
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
    "mail_sent": "Mail sent",
    "mail_not_sent": "Mail not sent: they cannot be written to",
    "people_merged": "Merged with another record",
    "people_parted": "Parted from the other record again",
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
    "answer_opened": "File in the application opened",
    "resumes_compared": "Résumés compared, {after}",
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
    "note_written": "Note",
    "note_edited": "Note changed, until then it said",
    "note_deleted": "Note deleted",
    "note_restored": "Note brought back",
}
"""How each thing that is recorded is told."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a timeline can be narrowed to: how it is called, and what was recorded of it."""

    label: str
    what: frozenset[str]


def _kind(label: str, *starts: str) -> Kind:
    return Kind(label, frozenset(what for what in TITLES if what.startswith(starts)))


KINDS = {
    "applications": _kind("Applications", "applied", "application_", "stage_", "invitation_"),
    "interviews": _kind("Interviews", "interview_", "scorecard_"),
    "mail": _kind("Mail", "mail_", "message_", "reconfirm_", "renew_"),
    "notes": _kind("Notes", "note_"),
    "tasks": _kind("Tasks", "task_"),
    "kept": _kind("Consent and file", "consent_", "kept_", "keep_", "wishes_", "do_not_", "reconfirmed"),
    "roles": _kind("Better roles", "surfac", "considered_", "rule_"),
    "files": _kind("Files", "resume", "attachment_", "answer_"),
    "facts": _kind("Facts", "skills_", "work_", "level_", "past_", "tag_", "people_", "candidate_"),
}
"""The kinds of a timeline by their keys."""

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
    **{answer.value: answer.value.replace("_", " ").lower() for answer in Overall},
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: ``key`` marks promises, decisions and interviews; ``about`` says who and when, ``said`` why or what was
    written; ``opens`` is what the title leads to, as endpoint, parameter and id; ``undo`` is the key by which it can be
    taken back still, or empty."""

    at: str
    day: str
    title: str
    about: str
    said: str
    key: bool
    opens: tuple[str, str, str] | None
    undo: str


_OPENS = {
    "Application": ("application", "application"),
    "KeptCandidate": ("kept_record", "kept"),
    "Merge": ("merged", "merge"),
}
"""Where the title of an entry about one of these leads."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a timeline's entries point to: labels of the board's dispositions by code, and notes by public id. A note
    that is not among them was deleted, and its texts with it. ``undoable`` are the keys of entries that can be taken
    back."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    undoable: Collection[int] = frozenset()


def events(history: Iterable[History], words: Words, sources: Sources, *, linked: bool = False) -> list[Event]:
    """The timeline, in the order it came; with ``linked`` its titles lead to what they are about."""
    return [_event(entry, words, sources, linked=linked) for entry in history]


def _event(entry: History, words: Words, sources: Sources, *, linked: bool) -> Event:
    pattern = TITLES.get(entry.what, entry.what.replace("_", " ").capitalize())
    reasons = sources.reasons
    opens = _OPENS.get(entry.subject_type) if linked else None
    return Event(
        at=entry.at.isoformat(),
        day=short_day(words, entry.at),
        title=pattern.format(before=_said(entry.before, reasons), after=_said(entry.after, reasons)),
        about=f"{entry.actor_name}, {words.time(entry.at)}",
        said=_written(entry, sources),
        key=entry.what in _KEY,
        opens=(f".{opens[0]}", opens[1], entry.subject_id) if opens else None,
        undo=entry.together if entry.id in sources.undoable else "",
    )


def _written(entry: History, sources: Sources) -> str:
    """What was written of it: a note's words as they are by now, or the reason."""
    if entry.subject_type == Note.__name__:
        note = sources.notes.get(entry.subject_id)
        if note is None:
            return "It was deleted since." if entry.what == "note_written" else ""
        return note.text if entry.what == "note_written" else entry.why
    return "" if entry.what == "applied" else _said(entry.why, sources.reasons)


def _said(value: str, reasons: Mapping[str, str]) -> str:
    return reasons.get(value) or _WORDS.get(value, value)
