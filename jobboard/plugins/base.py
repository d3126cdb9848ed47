"""What a plugin is: a name and the parts it offers. Our own parts come through the same door."""

from collections.abc import Callable, Mapping
from pathlib import Path

from jobboard.adapters.resume_reader import ResumeReader
from jobboard.search.people.port import PeopleSearch
from jobboard.search.port import SearchBackend
from jobboard.search.synonyms import Synonyms

SearchFactory = Callable[[Path, Synonyms], SearchBackend]
"""Opens a search backend that may keep files in the given folder, which is its own. The synonyms are the board's, and
``Synonyms.language`` the language its jobs are written in."""

PeopleFactory = Callable[[Path, Synonyms], PeopleSearch]
"""Opens a search for people in the same way, in a folder that nobody else may read."""


class Plugin:
    """Subclass, name it, override what it offers, and register it under the entry point group ``jobboard.plugins``.

    A hook is added here only together with a real plugin that uses it.
    """

    name: str = ""

    def resume_readers(self) -> Mapping[str, ResumeReader]:
        """Readers of résumés by the content type of the files they read, such as ``application/pdf``."""
        return {}

    def search_backends(self) -> Mapping[str, SearchFactory]:
        """Search backends by the name that ``JOBBOARD_SEARCH_BACKEND`` chooses."""
        return {}

    def people_searches(self) -> Mapping[str, PeopleFactory]:
        """Searches for people by the name of the search backend they belong to; ``whoosh`` has one for all others."""
        return {}
