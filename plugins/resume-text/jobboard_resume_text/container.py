"""Zip files full of XML, opened on the assumption that they mean harm."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from lxml import etree

from jobboard_resume_text.reading import DAMAGED, PASSWORD, TOO_MUCH, Unreadable

MOST_ENTRIES = 2000
MOST_UNPACKED = 24 * 1024 * 1024
_ENCRYPTED = 0x1


def unpack(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The parts whose names are ``wanted``. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parts(archive, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as problem:
        raise Unreadable(DAMAGED) from problem


def _parts(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    entries = archive.infolist()
    chosen = [entry for entry in entries if wanted(entry.filename)]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in chosen) > MOST_UNPACKED:
        raise Unreadable(TOO_MUCH)
    if any(entry.flag_bits & _ENCRYPTED for entry in chosen):
        raise Unreadable(PASSWORD)
    return {entry.filename: archive.read(entry) for entry in chosen}


def pack(parts: Mapping[str, bytes]) -> BytesIO:
    """A zip file of ``parts``, not compressed: it is read once."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    packed.seek(0)
    return packed


def parse(data: bytes) -> etree._Element:
    """The root of an XML part. Raises ``Unreadable``, also for any part that defines entities: none needs to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise Unreadable(DAMAGED) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(DAMAGED)
    return root
