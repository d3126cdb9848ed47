"""The parts that come with Jobboard."""

from collections.abc import Mapping
from pathlib import Path

from jobboard.adapters.resume_reader import PlainTextReader, ResumeReader
from jobboard.flows.uploads import TEXT
from jobboard.plugins.base import PeopleFactory, Plugin, SearchFactory
from jobboard.search.memory import MemorySearch
from jobboard.search.people.memory import MemoryPeopleSearch
from jobboard.search.people.port import PeopleSearch
from jobboard.search.port import SearchBackend
from jobboard.search.synonyms import Synonyms

USUAL = "whoosh"
"""The engine that a board has when it chooses none."""


def _open_whoosh(folder: Path, synonyms: Synonyms) -> SearchBackend:
    from jobboard.search.whoosh_backend import WhooshSearch  # Whoosh is slow to import and another backend may serve

    return WhooshSearch(folder, synonyms=synonyms)


def _open_memory(_folder: Path, synonyms: Synonyms) -> SearchBackend:
    return MemorySearch(language=synonyms.language)


def _open_people(folder: Path, synonyms: Synonyms) -> PeopleSearch:
    from jobboard.search.people.engine import WhooshPeopleSearch  # the same

    return WhooshPeopleSearch(folder, synonyms=synonyms)


def _open_people_in_memory(_folder: Path, synonyms: Synonyms) -> PeopleSearch:
    return MemoryPeopleSearch(language=synonyms.language)


class BuiltinPlugin(Plugin):
    """Whoosh on disk, the in-memory twin for tests, and résumés in plain text."""

    name = "builtin"

    def resume_readers(self) -> Mapping[str, ResumeReader]:
        """Plain text."""
        return {TEXT: PlainTextReader()}

    def search_backends(self) -> Mapping[str, SearchFactory]:
        """``whoosh`` and ``memory``."""
        return {USUAL: _open_whoosh, "memory": _open_memory}

    def people_searches(self) -> Mapping[str, PeopleFactory]:
        """``whoosh`` and ``memory``."""
        return {USUAL: _open_people, "memory": _open_people_in_memory}
