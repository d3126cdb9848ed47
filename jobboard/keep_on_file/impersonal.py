"""What somebody wrote without who they are: a name, an address or a link may look like a skill and must not count."""

import re

_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\blinkedin\.com/\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def impersonal(text: str, name: str) -> str:
    """``text`` without mail addresses, links and its author's full ``name`` in any order, with or without initials. A
    part of the name that stands alone stays: a baker may be called Baker."""
    bare = _CONTACT.sub(" ", text)
    own = [word for word in _WORD.findall(name) if len(word) > 1]
    if not _names_any(bare, own):
        return bare
    whole = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
    initial = "|".join(sorted({re.escape(word[0]) for word in own}))
    least = 1 if len(own) == 1 else 2
    part = rf"(?:(?:{whole})\b|(?:{initial})\b\.?)"
    found = re.compile(rf"\b{part}(?:[\s,.'’-]*{part})*", re.IGNORECASE)
    return found.sub(lambda run: _without(run[0], {word.casefold() for word in own}, least), bare)


def _names_any(text: str, own: list[str]) -> bool:
    """Most texts do not say whose they are, and looking for a name in every form takes long."""
    folded = text.casefold()
    return any(word.casefold() in folded for word in own)


def _without(run: str, own: set[str], least: int) -> str:
    """The run goes where it holds one whole part of the name and is long enough to be the name."""
    words = [word.casefold() for word in _WORD.findall(run)]
    return " " if len(words) >= least and own.intersection(words) else run
