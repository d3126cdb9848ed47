"""From what feeds send to what a person reads: tags and encoding damage taken out, letters folded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_BREAKS = re.compile(
    r"<\s*/?\s*(?:address|article|aside|blockquote|br|d[dlt]|div|figure|footer|h[1-6r]|header|li|main|[ou]l|p|pre"
    r"|section|table|t[dhr])\b[^>]{0,500}>",
    re.IGNORECASE,
)
_UNREAD = re.compile(r"<(script|style)\b.{0,100000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.{0,100000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_TAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_DAMAGED = re.compile(f"[ÂÃ]{_TAIL}|â{_TAIL}{{2}}|â€(?!{_TAIL})")
_ACCENTS = re.compile("[\u0300-\u036f]")


def plain(text: str) -> str:
    """``text`` without tags, entities and twice-encoded characters ("â€™"), lines kept."""
    return joined(plain_lines(text))


def joined(lines: Iterable[Iterable[str]]) -> str:
    """``plain_lines`` as one text again."""
    return "\n".join(map(" ".join, lines))


def plain_lines(text: str) -> list[list[str]]:
    """The lines of ``plain``, each cut at its spaces."""
    if "<" in text:
        text = _TAG.sub("", _BREAKS.sub("\n", _COMMENT.sub(" ", _UNREAD.sub(" ", text))))
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _DAMAGED.sub(_repaired, text).replace("\u00ad", "")
    return [runs for line in text.split("\n") if (runs := line.split())]


def _repaired(match: re.Match[str]) -> str:
    """What the bytes meant before somebody read UTF-8 as Windows-1252; unchanged if they did not."""
    if match[0] == "â€":
        return "”"  # the closing quote's last byte has no Windows-1252 character and is often lost
    try:
        return b"".join(_byte(char) for char in match[0]).decode("utf-8")
    except UnicodeError:
        return match[0]


def _byte(char: str) -> bytes:
    return char.encode("latin-1" if ord(char) < 0xA0 else "cp1252")


def fold(text: str) -> str:
    """``text`` as it is compared: lower case, no accents on Latin, Greek or Cyrillic, one form a letter."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parts)).replace("’", "'")
