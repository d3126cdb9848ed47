"""Plain text in whatever encoding somebody's editor saved it."""

from string import ascii_letters

from charset_normalizer import from_bytes

from jobboard_resume_text.reading import Reading

_LIKELY = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("mac_roman", "koi8_r", "shift_jis", "euc_jp", "euc_kr", "gb18030", "big5"),
]
"""Encodings that editors write, the more frequent first. Left to all there are, a short Western résumé is taken for one
from far away."""
_WESTERN = "cp1252"
_PLAIN = 3  # unaccented letters for each other one: more of these, and it is written in Latin letters
_NO_WORSE = 0.1  # of charset_normalizer's measure of mess, within which it tells “ñ” from “ń” by chance


def read(data: bytes) -> Reading:
    """UTF-8 where it is UTF-8, Windows-1252 where that makes sense of Latin letters, otherwise what is most likely."""
    try:
        return Reading(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Reading(_guessed(data))


def _guessed(data: bytes) -> str:
    matches = from_bytes(data, cp_isolation=_LIKELY)
    best = matches.best()
    if best is None or (_is_latin(data) and any(_WESTERN in one.could_be_from_charset for one in matches)):
        return data.decode(_WESTERN, "replace")
    alike = (one for one in matches if one.coherence >= best.coherence and one.chaos < best.chaos + _NO_WORSE)
    return str(min(alike, key=lambda one: _LIKELY.index(one.encoding)))


def _is_latin(data: bytes) -> bool:
    """In few words “Trött” in one encoding looks no likelier than “Trˆtt” in another, so the frequent one is taken."""
    plain = len(data) - len(data.translate(None, ascii_letters.encode()))
    return plain > _PLAIN * len(data.translate(None, bytes(range(128))))
