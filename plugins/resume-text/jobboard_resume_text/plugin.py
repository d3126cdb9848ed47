"""What the host enables."""

from collections.abc import Mapping

from jobboard.adapters.resume_reader import ResumeReader
from jobboard.plugins.base import Plugin
from jobboard_resume_text.kinds import READERS
from jobboard_resume_text.reader import ThrowAwayReader


class ResumeTextPlugin(Plugin):
    """Reads PDF, Word (.docx), OpenDocument text and plain text."""

    name = "resume-text"

    def resume_readers(self) -> Mapping[str, ResumeReader]:
        """One reader for every kind, so that all files together start no more processes than it allows."""
        return dict.fromkeys(READERS, ThrowAwayReader())
