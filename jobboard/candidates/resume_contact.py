"""Who somebody is and how to reach them, read from the head of their résumé.

Only ever offered to the person themselves, to be looked over: what is not clearly a name, an address or a number is
left for them to type.
"""

import re

_HEAD_LINES = 15
_NAME_LINES = 4
_WORD = r"[^\W\d_][^\W\d_'’.\-]*(?:['’\-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d[\d ()./\-]{7,22}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)?\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_DIGITS = range(9, 16)
_NO_NAMES = re.compile(
    r"\b(?:curriculum|vitae|r[ée]sum[ée]|cv|profile|contact|personal|details|summary|experience|address|e-?mail|phone)\b",
    re.IGNORECASE,
)


def read_contact(text: str) -> dict[str, str]:
    """``name``, ``email`` and ``tel`` of the apply form, each only where the first lines say it."""
    lines = [" ".join(line.split())[:200] for line in text[:5000].splitlines() if line.strip()][:_HEAD_LINES]
    found = {"name": _name(lines[:_NAME_LINES]), "email": _first(_EMAIL, lines), "tel": _phone(lines)}
    return {field: value for field, value in found.items() if value}


def _name(lines: list[str]) -> str:
    for line in lines:
        words = line.split()
        capital = all(word[0].isupper() for word in (words[:1] + words[-1:]))
        if _NAME.fullmatch(line) and capital and not _NO_NAMES.search(line):
            return line.title() if line.isupper() else line
    return ""


def _first(pattern: re.Pattern[str], lines: list[str]) -> str:
    return next((match[0] for line in lines if (match := pattern.search(line))), "")


def _phone(lines: list[str]) -> str:
    for line in lines:
        match = _PHONE.search(_YEARS.sub(" ", line))
        if match and sum(map(str.isdigit, match[0])) in _DIGITS:
            return match[0]
    return ""
