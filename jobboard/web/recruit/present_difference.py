"""Two versions of a résumé compared, in words."""

from dataclasses import dataclass

from jobboard.candidates.models import ResumeVersion
from jobboard.candidates.resume_difference import MOST_LINES, Difference
from jobboard.flows.resumes import Comparison
from jobboard.web.present import Words, reading
from jobboard.web.recruit.voice import joined, many


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the page says: ``outcome`` in a sentence, ``limits`` of the comparison, and every version to choose from."""

    candidate_id: str
    name: str
    heading: str
    outcome: str
    limits: tuple[str, ...]
    old: int
    new: int
    versions: tuple[tuple[int, str], ...]
    difference: Difference | None


def difference_page(found: Comparison, words: Words) -> DifferencePage:
    """The page of a comparison."""
    old, new = found.old, found.new
    return DifferencePage(
        candidate_id=found.candidate.public_id,
        name=found.candidate.name,
        heading=f"What changed in version {new.number}" if old and new else "Nothing to compare",
        outcome=_outcome(found),
        limits=tuple(_limits(found)),
        old=old.number if old else 0,
        new=new.number if new else 0,
        versions=tuple((version.number, _called(version, words)) for version in found.candidate.resumes),
        difference=found.difference,
    )


def _called(version: ResumeVersion, words: Words) -> str:
    return f"Version {version.number}, {words.full_day(version.received_at)}: {version.filename}"


def _outcome(found: Comparison) -> str:
    if found.new is None:
        return "No résumé was sent yet."
    if found.old is None:
        return "There is only one version. A second one is compared with it here."
    if found.old.number == found.new.number:
        return "This is one and the same version. Choose another one."
    if found.difference is None:
        return "Without the text of both there is nothing to compare; open the files instead."
    return _counted(found.difference, since=found.old.number)


def _counted(difference: Difference, *, since: int) -> str:
    """“14 words added and 5 taken out since version 1.”"""
    counts = [(difference.added, "added"), (difference.removed, "taken out")]
    said = [f"{many(count, 'word')} {what}" for count, what in counts if count]
    return f"{joined(said)} since version {since}." if said else f"The text is the same as that of version {since}."


def _limits(found: Comparison) -> list[str]:
    chosen = list(filter(None, (found.old, found.new)))
    unread = [f"Version {one.number}: {reading(one) or 'Nobody has read its text.'}" for one in chosen if not one.text]
    cut = found.difference is not None and found.difference.cut
    return [*unread, *([f"Only the first {MOST_LINES} lines of each were compared."] if cut else [])]
