"""What every line format of ours shares: forgiving fields, and text with certain encoding damage repaired.

Used by the ``interchange`` modules of jobs, candidates, applications and kept records. Knows none of them.
"""

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from marshmallow import ValidationError, fields

from jobboard.errors import InvalidInput, JobboardError

MOST_PROBLEMS = 10
"""Of one part of a line; what is wrong with the eleventh row is seen when the others are right."""
LONGEST_TEXT = 200_000
"""Characters of one running text that are kept."""

_TAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_DAMAGED = re.compile(f"[ÂÃ]{_TAIL}|â{_TAIL}{{2}}|ð{_TAIL}{{3}}")
_TWICE = 2
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table)\b", re.DOTALL | re.I
)
_LOOKED_AT = 4096
Line = Mapping[str, Any] | None
_STILL = frozenset({"", "present", "now", "current", "currently", "ongoing", "today"})
_WRITE_DATE = "Write a date such as 2026-03-31, or a date-time such as 2026-03-31T14:00:00Z."


class Remark(NamedTuple):
    """What a person should look at in a line that comes in all the same."""

    field: str
    said: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a file: the line it begins on, and its values in one of our line formats, or what stood in the way
    of reading them."""

    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    problem: JobboardError | None = None


def is_web_page(data: bytes) -> bool:
    """Whether a file begins as HTML does, whatever it is called."""
    return _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf"), 0, _LOOKED_AT) is not None


def repaired(text: str) -> str:
    """``text`` with characters put right that were UTF-8 read as Windows-1252 (“â€™”), once or twice over.

    Only sequences that decode cleanly are touched. NUL and halves of characters, which no database takes, go.
    """
    for _ in range(_TWICE):
        if text.isascii():
            break
        text = _DAMAGED.sub(_as_meant, text)
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cleaned(value: Any) -> Any:
    """A JSON value with every text in it repaired."""
    if isinstance(value, str):
        return repaired(value)
    if isinstance(value, Mapping):
        return {repaired(key): cleaned(part) for key, part in value.items()}
    return [cleaned(part) for part in value] if isinstance(value, list) else value


def _as_meant(match: re.Match[str]) -> str:
    try:
        meant = b"".join(_byte(char) for char in match[0]).decode("utf-8")
    except UnicodeError:
        return match[0]
    return meant


def _byte(char: str) -> bytes:
    return char.encode("latin-1" if ord(char) < 0xA0 else "cp1252")


def one_line(value: Any) -> str:
    """A short text: repaired, spaces and line breaks folded. A number is text; anything else is ``""``."""
    if not _is_plain(value):
        return ""
    return " ".join(repaired(str(value)).split())


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def cut(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def digest(value: Any) -> str:
    """64 characters that change exactly when ``value`` does, whatever the order of its keys."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def parse_moment(value: Any, *, end_of_day: bool = False) -> datetime:
    """An ISO date or date-time as aware UTC. A date, also a partial one, means its first moment, or with
    ``end_of_day`` its last second; a time without a zone is UTC. Raises ``ValidationError``."""
    text = str(value).strip()
    if _PARTIAL.match(text):
        at = time(23, 59, 59) if end_of_day else time()
        return datetime.combine(parse_date(text, last=end_of_day), at, UTC)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError(_WRITE_DATE) from None


def parse_date(value: Any, *, last: bool = False) -> date:
    """“2019”, “2019-03”, “2019-03-31” or a date-time as a date: the first day it can mean, or the
    ``last``. Raises ``ValidationError``."""
    text = str(value).strip()
    found = _PARTIAL.match(text)
    try:
        if found is None:
            return datetime.fromisoformat(text).date()
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        return date(year, month, int(found[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError:
        raise ValidationError(_WRITE_DATE) from None


class Text(fields.Field[str]):
    """Running text, repaired. ``most`` bounds it; a list of texts is joined line by line."""

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> str:
        if isinstance(value, list):
            value = "\n".join(part for part in value if isinstance(part, str))
        if not _is_plain(value):
            raise ValidationError("Write text here.")
        return cut(repaired(str(value)).strip(), LONGEST_TEXT)


class Words(fields.Field[str]):
    """A short text on one line, repaired and cut to ``most`` characters."""

    def __init__(self, *, most: int = 200, **rest: Any) -> None:
        super().__init__(**rest)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Line, **_: Any) -> str:
        if not _is_plain(value):
            raise ValidationError("Write text here.")
        return cut(one_line(value), self.most)


class WordsList(fields.Field[list[str]]):
    """Short texts: a list, or one text for a list of one. Empty ones and repeats go."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> list[str]:
        given = value if isinstance(value, list) else [value]
        words = (one_line(part.get("name", "") if isinstance(part, dict) else part) for part in given)
        return list(dict.fromkeys(cut(word, 200) for word in words if word))


class Moment(fields.Field[datetime]):
    """An ISO date or date-time, loaded as aware UTC; a date is midnight UTC, or its last second."""

    def __init__(self, *, end_of_day: bool = False, **rest: Any) -> None:
        super().__init__(**rest)
        self.end_of_day = end_of_day

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> datetime:
        return parse_moment(value, end_of_day=self.end_of_day)


class PartialDate(fields.Field[date | None]):
    """A JSON Resume date; “present” and the like load as None. ``last`` takes the last day it can mean."""

    def __init__(self, *, last: bool = False, **rest: Any) -> None:
        super().__init__(**rest)
        self.last = last

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> date | None:
        return None if str(value).strip().casefold() in _STILL else parse_date(value, last=self.last)


def _each_problem(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    """The messages of a marshmallow error, each as (``field.path[0].name``, sentence)."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _each_problem(inner, _step(path, key))
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for inner in messages:
            yield from _each_problem(inner, path)
    else:
        said = str(messages)
        yield path, {"Missing data for required field.": "This is missing."}.get(said, said)


def _step(path: str, key: Any) -> str:
    if key == "_schema":
        return path
    return f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}".lstrip(".")


def invalid(problem: ValidationError, path: str = "") -> InvalidInput:
    """What is wrong as our own error, up to ``MOST_PROBLEMS``, each field named from the top of the line."""
    problems = Problems()
    for field_name, sentence in islice(_each_problem(problem.messages, path), MOST_PROBLEMS):
        problems.add(field_name or "line", sentence)
    return InvalidInput(problems.errors)


class Problems:
    """Everything that stands in the way of one line, so that it is said at once."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def add(self, where: str, sentence: str) -> None:
        """One sentence about one field; said once, however often it is true."""
        said = self.errors.setdefault(where, [])
        if sentence not in said:
            said.append(sentence)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """What the block raises as ``InvalidInput`` is kept for later, and the line is read on."""
        try:
            yield
        except InvalidInput as problem:
            self.add_all(problem)

    def add_all(self, problem: InvalidInput) -> None:
        """Every sentence of an error."""
        for where, sentences in problem.errors.items():
            for sentence in sentences:
                self.add(where, sentence)

    def stop(self) -> None:
        """Raises ``InvalidInput`` where anything was noted."""
        if self.errors:
            raise InvalidInput(self.errors)
