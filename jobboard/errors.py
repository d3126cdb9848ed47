"""What can go wrong in our domain, one class an idea. HTTP statuses know these; these know no HTTP.

Every message says what was tried, what stands in the way and what to do, and holds no personal data beyond what the
caller already named.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

_MOST_MINUTES = 90


class JobboardError(Exception):
    """Base of every error Jobboard raises on purpose."""


class ConfigurationError(JobboardError):
    """The host's set-up cannot work; the message names the key and the fix."""


class NotFound(JobboardError):
    """No such thing within the caller's board and rights. A foreign id answers exactly like a missing one."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind} here. It may have been removed, or the link is incomplete.")
        self.kind = kind


class Gone(JobboardError):
    """It was public once and has ended; the page may offer what is like it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is no longer open.")
        self.title = title


class Forbidden(JobboardError):
    """The actor's role does not allow the action."""


class IllegalMove(JobboardError):
    """A state machine has no such move from where the thing stands."""

    def __init__(self, subject: str, *, here: str, wanted: str, allowed: Sequence[str]) -> None:
        ways = (
            f"; from there it can go to {' or '.join(allowed)}, not to" if allowed else " and cannot go from there to"
        )
        super().__init__(f"{subject} is in “{here}”{ways} {wanted}.")
        self.here, self.wanted, self.allowed = here, wanted, tuple(allowed)


class InvalidInput(JobboardError):
    """Input that cannot be used, by field. ``errors`` maps a field to its sentences."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(sentences) for field, sentences in errors.items()}
        super().__init__("; ".join(f"{field}: {' '.join(said)}" for field, said in self.errors.items()))


class AddressTaken(InvalidInput):
    """An address of somebody who is brought in belongs to another person: ``person`` is that one's public id."""

    def __init__(self, field: str, sentence: str, *, person: str) -> None:
        super().__init__({field: [sentence]})
        self.person = person


class Conflict(JobboardError):
    """Somebody else changed the thing in between, or it exists already. Nothing was written."""


class ApplicationEnded(Conflict):
    """An application has ended, maybe while a form about it was open. ``application_id`` is its public id."""

    def __init__(self, application_id: str) -> None:
        super().__init__("This application has ended. To go on with it, reopen it.")
        self.application_id = application_id


class AlreadyApplied(Conflict):
    """This person has an application for this job; a second one is never made."""

    def __init__(self, application_id: str) -> None:
        super().__init__("There is already an application by this person for this job.")
        self.application_id = application_id


class TermsChanged(Conflict):
    """Somebody else changed what is agreed with a kept person while a form about it was open. Nothing was written.

    ``theirs`` is the record as it is now, label and words; ``seal`` is what a form must carry to be saved over it.
    """

    def __init__(self, theirs: Mapping[str, str], seal: str) -> None:
        super().__init__("Somebody else changed this in the meantime. Look at both versions, and save yours again.")
        self.theirs, self.seal = dict(theirs), seal


class JobChanged(Conflict):
    """Somebody else changed a job while a form about it was open. Nothing was written.

    ``fields`` are the form's fields that they changed; ``seal`` is what a form must carry to be saved over theirs.
    """

    def __init__(self, fields: Sequence[str], seal: str) -> None:
        super().__init__("This job was changed in the meantime. Look at both versions, and save yours again.")
        self.fields, self.seal = list(fields), seal


class ChangedMeanwhile(Conflict):
    """What a form is about, such as a note or a person's skills, was changed while it was open. Nothing was written.

    ``theirs`` is the thing as it is now, label and words; ``seal`` is what a form must carry to be saved over it.
    """

    def __init__(self, theirs: Mapping[str, str], seal: str) -> None:
        super().__init__("This was changed in the meantime. Look at both versions, and save yours again.")
        self.theirs, self.seal = dict(theirs), seal


class CardChanged(Conflict):
    """Somebody wrote on their scorecard elsewhere while a form of it was open. Nothing was written.

    ``seal`` is what a form must carry to be saved over it.
    """

    def __init__(self, seal: str) -> None:
        super().__init__(
            "You wrote on this scorecard elsewhere in the meantime. Look at both versions, and save again."
        )
        self.seal = seal


class RemovedMeanwhile(Conflict):
    """Somebody took out what a page or a form is about. Nothing was written.

    ``name`` is what it was called, ``by`` who took it out of the job with ``job_id``, and ``at`` when.
    """

    def __init__(self, name: str, *, by: str, at: datetime, job_id: str) -> None:
        super().__init__(f"{by} took “{name}” out in the meantime. Nothing was changed.")
        self.name, self.by, self.at, self.job_id = name, by, at, job_id


class RoundRemoved(RemovedMeanwhile):
    """It was a round of an interview plan."""


class QuestionRemoved(RemovedMeanwhile):
    """It was a question that a job's applicants were asked."""


class MovedMeanwhile(Conflict):
    """Somebody else moved a person to another stage while a page showed them in the one before. Nothing was written.

    ``name`` is theirs, ``stage`` the key of where they stand now, ``by`` who moved them, or ``""``.
    """

    def __init__(self, name: str, stage: str, by: str) -> None:
        super().__init__("They were moved in the meantime. Look where they stand now, and move them if that is right.")
        self.name, self.stage, self.by = name, stage, by


class ContactPaused(Conflict):
    """Somebody here wrote to this person a short while ago. It can be done all the same, if a person says so."""

    def __init__(self, name: str, author: str, wrote: str, until: str) -> None:
        super().__init__(
            f"{author} wrote to {name} on {wrote}. To leave them in peace, wait until {until}, or write all the same."
        )
        self.author, self.wrote, self.until = author, wrote, until


class AlreadyDecided(Conflict):
    """Somebody decided about this person for this job before; their decision can be seen and undone."""


class DecidedMeanwhile(Conflict):
    """Somebody decided about this person after the page was opened. It can be decided anew, if a person says so."""


class NoLongerWaits(Conflict):
    """This person was taken out of the review inbox for this job; the message says why."""


class InConversation(Conflict):
    """Somebody here talks with this person already. ``may_go_on`` says whether a second talk can begin if a person says
    so; ``application_id`` is where the first one runs, empty when it runs in none."""

    def __init__(self, sentence: str, *, application_id: str, may_go_on: bool) -> None:
        super().__init__(sentence)
        self.application_id, self.may_go_on = application_id, may_go_on


class CannotConsider(Conflict):
    """Somebody is not to be considered for a job, whatever a recruiter would set aside; the message says why."""


class EvidenceRequired(InvalidInput):
    """A disposition that judges level was chosen without one job-related gap to support it."""

    def __init__(self) -> None:
        super().__init__(
            {"evidence": ["Choose at least one difference that shows the person is more senior than this role."]}
        )


class ConsentMissing(JobboardError):
    """Contact or keeping needs a live consent and there is none; ask for it first."""


class TooManyRequests(JobboardError):
    """Somebody asked more often than is allowed. ``wait`` is how many seconds until they may again, ``counted`` what
    they were known by."""

    def __init__(self, wait: int, counted: str = "from your connection") -> None:
        number, unit = max(1, -(-wait // 60)), "minute"
        if number > _MOST_MINUTES:
            number, unit = -(-number // 60), "hour"
        super().__init__(
            f"That was asked for too often {counted}. Nothing was done; please try again in {number} "
            f"{unit}{'' if number == 1 else 's'}."
        )
        self.wait = wait


class StorageError(JobboardError):
    """A stored file could not be read or written; the row that names it is unchanged."""
