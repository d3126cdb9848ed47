"""Finds plugins by entry point, enables those the host names, and resolves a part by its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from jobboard.adapters.resume_reader import ResumeReader
from jobboard.errors import ConfigurationError
from jobboard.plugins.base import Plugin
from jobboard.plugins.builtin import USUAL, BuiltinPlugin
from jobboard.search.people.port import PeopleSearch
from jobboard.search.port import SearchBackend
from jobboard.search.synonyms import Synonyms

GROUP = "jobboard.plugins"


@dataclass(frozen=True)
class Registry:
    """The enabled plugins, in order; a later one replaces an earlier one's part of the same name."""

    plugins: tuple[Plugin, ...]

    def resume_readers(self) -> Mapping[str, ResumeReader]:
        """Who reads résumés, by content type."""
        return {kind: reader for plugin in self.plugins for kind, reader in plugin.resume_readers().items()}

    def open_search(self, name: str, folder: Path, synonyms: Synonyms) -> SearchBackend:
        """Open the backend called ``name``. Raises ``ConfigurationError`` naming those there are."""
        factories = {key: make for plugin in self.plugins for key, make in plugin.search_backends().items()}
        if name not in factories:
            known = ", ".join(sorted(factories))
            raise ConfigurationError(f"JOBBOARD_SEARCH_BACKEND is {name!r}; there are: {known}.")
        return factories[name](folder, synonyms)

    def open_people(self, name: str, folder: Path, synonyms: Synonyms) -> PeopleSearch:
        """Open the search for people that belongs to the backend called ``name``, or ours."""
        factories = {key: make for plugin in self.plugins for key, make in plugin.people_searches().items()}
        return factories.get(name, factories[USUAL])(folder, synonyms)


def load(enabled: Sequence[str], extra: Sequence[Plugin] = ()) -> Registry:
    """Our own parts, the installed plugins called ``enabled``, then ``extra`` given in code. What is installed is only
    looked up where a host names any: that reads the metadata of every package there is."""
    found = {point.name: point for point in entry_points(group=GROUP)} if enabled else {}
    plugins: list[Plugin] = [BuiltinPlugin()]
    for name in enabled:
        if name not in found:
            known = ", ".join(sorted(found)) or "none"
            raise ConfigurationError(f"JOBBOARD_PLUGINS names {name!r}, which is not installed; installed: {known}.")
        plugins.append(found[name].load()())
    return Registry((*plugins, *extra))
