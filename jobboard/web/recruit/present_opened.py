"""One opened person of the review inbox: the sentences above the figure, and where they stand in the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.flows.approach import Standing
from jobboard.keep_on_file.conversations import Conversation
from jobboard.keep_on_file.inbox_queries import InboxPage
from jobboard.keep_on_file.models import Surfacing, SurfacingStatus
from jobboard.web.present import Words
from jobboard.web.recruit.inbox_view import InboxView
from jobboard.web.recruit.present_consent import Badge, consent_until
from jobboard.web.recruit.present_gates import passed_sentence
from jobboard.web.recruit.present_inbox import sleeps_until
from jobboard.web.recruit.present_kept import below_what_they_did, came_for_title, fits_now, last_interview_words
from jobboard.web.recruit.present_sealed import open_gaps
from jobboard.web.recruit.voice import in_month, nearby


@dataclass(frozen=True, slots=True)
class Beside:
    """A neighbour in the list: the id, and the address parts of the page it stands on."""

    id: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """One person opened for one job."""

    name: str
    consent: Badge
    met: str
    came_for: str
    when: str
    below: str
    now: str
    why_now: str
    decided: str
    gaps: Sequence[Mapping[str, Any]]
    then: dict[str, Mapping[str, Any]]
    then_label: str
    gates: str


def opened(surfacing: Surfacing, words: Words, *, sealed: bool) -> Opened:
    """The words for one opened surfacing; ``sealed`` where scorecards it rests on stay hidden from the reader."""
    origin = surfacing.kept.origin_application
    gaps, then = (open_gaps(one, sealed=sealed) for one in (surfacing.gaps, surfacing.gaps_then))
    return Opened(
        name=surfacing.kept.candidate.name,
        consent=consent_until(surfacing.kept.candidate, words),
        met="Interviewed" if origin and origin.interviews else "Applied",
        came_for=came_for_title(surfacing.kept),
        when=last_interview_words(origin, words) if origin else "",
        below=below_what_they_did(then),
        now=fits_now(gaps),
        why_now=why_now_words(surfacing, words),
        decided=decided_words(surfacing, words),
        gaps=gaps,
        then={gap["dimension"]: gap for gap in then},
        then_label=f"Against {origin.applied_title}" if origin and then else "",
        gates=passed_sentence(surfacing.gates),
    )


def why_now_words(surfacing: Surfacing, words: Words) -> str:
    """“The job was published yesterday at 16:20.”; other reasons as they were written."""
    said = surfacing.why_now
    if said == "The job was published." and surfacing.job.published_at:
        moment = surfacing.job.published_at
        return f"the job was published {nearby(words, moment)} at {words.time(moment)}."
    if surfacing.status is SurfacingStatus.SNOOZED and surfacing.snoozed_until and not said.startswith("Snooze ended"):
        return f"the snooze ended {nearby(words, surfacing.snoozed_until)}."
    return said[:1].lower() + said[1:]


def decided_words(surfacing: Surfacing, words: Words) -> str:
    """“Snoozed until 5 January, by Judith today”; empty while a decision is awaited."""
    said = _DECIDED.get(surfacing.status, "")
    if surfacing.status is SurfacingStatus.SNOOZED:
        until = surfacing.snoozed_until
        asleep = until is not None and until > words.now
        said = f"Snoozed until {_until(surfacing, words)}" if asleep else ""
    if not said or surfacing.decided_at is None:
        return said
    return f"{said}, by {surfacing.decided_by} {nearby(words, surfacing.decided_at)}"


def _until(surfacing: Surfacing, words: Words) -> str:
    if surfacing.snoozed_for or surfacing.snoozed_until is None:
        return sleeps_until(surfacing, words)
    return words.day(surfacing.snoozed_until)


_DECIDED = {
    SurfacingStatus.SHORTLISTED: "Shortlisted",
    SurfacingStatus.CONTACTED: "Written to",
    SurfacingStatus.CONVERTED: "Invited",
    SurfacingStatus.DISMISSED: "Set aside",
}


def position(place: tuple[int, int]) -> str:
    """“1 of 4 for this job”; empty for somebody who does not wait."""
    here, total = place
    return f"{here} of {total} for this job" if here else ""


def neighbours(surfacing_id: str, page: InboxPage, view: InboxView) -> tuple[Beside | None, Beside | None]:
    """Who comes before and after; beyond the page it is on the page next to it."""
    ids = [other.public_id for other in page.items]
    here = [Beside(one, view.at(page.number)) for one in ids]
    if surfacing_id not in ids:
        return None, here[0] if here else None
    before = [Beside(page.before, view.at(page.number - 1))] if page.before else []
    after = [Beside(page.after, view.at(page.number + 1))] if page.after else []
    row = [*before, *here, *after]
    place = ids.index(surfacing_id) + len(before)
    return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)


def next_after(surfacing_id: str, page: InboxPage) -> str:
    """Who comes after a decided person: the next in the list, else the one before, else nobody (empty)."""
    ids = [one for one in (page.before, *(other.public_id for other in page.items), page.after) if one]
    if surfacing_id not in ids:
        return page.items[0].public_id if page.items else ""
    here = ids.index(surfacing_id)
    rest = ids[here + 1 :] + ids[:here][::-1]
    return rest[0] if rest else ""


def talking_words(standing: Standing, words: Words, *, reader: str) -> str:
    """“Nobody here is talking to them; last written to in March by Ravi Thornbury.” ``reader`` is who reads it."""
    talk = talk_words(standing.conversation, words, reader=reader) or "Nobody here is talking to them"
    if standing.written is None:
        return f"{talk}; nobody has written to them yet."
    by = "you" if standing.written.author_name == reader else standing.written.author_name
    return f"{talk}; last written to {_when(standing.written.created_at, words)} by {by}."


def seen_words(surfacing: Surfacing, words: Words, *, reader: str) -> str:
    """“Ravi Thornbury looked at this yesterday.”; empty when nobody did, or only the reader."""
    if surfacing.seen_at is None or surfacing.seen_by in ("", reader):
        return ""
    return f"{surfacing.seen_by} looked at this {nearby(words, surfacing.seen_at)}."


def talk_words(talk: Conversation | None, words: Words, *, reader: str) -> str:
    """“Ravi Thornbury is in conversation with them about Head of Marketing since 12 November”, “You are …”; empty when
    nobody is."""
    if talk is None:
        return ""
    about = f" about {talk.about}" if talk.about else ""
    since = f" since {words.day(talk.since)}" if talk.since else ""
    if talk.ours:
        who = "You are" if talk.who == reader else f"{talk.who} is"
        return f"{who} in conversation with them{about}{since}"
    return f"They have an application{' for ' + talk.about if talk.about else ''} in progress{since}"


def pause_words(standing: Standing, words: Words, *, days: int) -> str:
    """“Written to 12 days ago by Ravi Thornbury about “A role for you”; the pause is 30 days, until 12 December.”;
    empty when nobody needs to wait."""
    last, until = standing.approach, standing.paused_until
    if last is None or until is None:
        return ""
    when = words.ago(last.created_at)
    about = f" about “{last.subject}”" if last.subject else ""
    return f"Written to {when} by {last.author_name}{about}; the pause is {days} days, until {words.day(until)}."


def _when(moment: Any, words: Words) -> str:
    return nearby(words, moment) if -words.days_until(moment) < _RECENT else in_month(words, moment)


_RECENT = 21
