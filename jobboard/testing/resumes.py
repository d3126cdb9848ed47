"""What every reader of résumés must do. Subclass ``ResumeReaderConformance`` in your tests and give it two fixtures::

class TestMyReader(ResumeReaderConformance):
    @pytest.fixture
    def reader(self): ...

    @pytest.fixture
    def sample(self): ...  # (content type, the bytes of a file that says WORDS)
"""

from __future__ import annotations

import random
from io import BytesIO

import pytest

from jobboard.adapters.resume_reader import MOST_TEXT, ResumeReader, ResumeText

WORDS = "Marketing Manager, Tannery Row Hotels"
Sample = tuple[str, bytes]


def assert_can_be_kept(read: ResumeText) -> None:
    """Fails on text that is too long or that some database refuses."""
    assert len(read.text) <= MOST_TEXT
    assert "\0" not in read.text
    assert read.text.encode("utf-8").decode("utf-8") == read.text
    assert not (read.text and read.unread)


class ResumeReaderConformance:
    """The whole promise of the port, as tests."""

    def test_the_words_of_a_file_are_read(self, reader: ResumeReader, sample: Sample) -> None:
        kind, data = sample
        read = reader.read(BytesIO(data), kind)
        assert WORDS in read.text
        assert read.unread == ""
        assert not read.hidden_text
        assert_can_be_kept(read)

    def test_a_reader_can_be_asked_again(self, reader: ResumeReader, sample: Sample) -> None:
        kind, data = sample
        assert reader.read(BytesIO(data), kind) == reader.read(BytesIO(data), kind)

    @pytest.mark.parametrize("share", [0.3, 0.9])
    def test_a_file_that_was_cut_off_raises_nothing(self, reader: ResumeReader, sample: Sample, share: float) -> None:
        kind, data = sample
        assert_can_be_kept(reader.read(BytesIO(data[: int(len(data) * share)]), kind))

    @pytest.mark.parametrize("seed", range(3))
    def test_a_file_with_wrong_bytes_raises_nothing(self, reader: ResumeReader, sample: Sample, seed: int) -> None:
        kind, data = sample
        chance, wrong = random.Random(seed), bytearray(data)  # noqa: S311  # the same bytes in every run
        for _ in range(20):
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        assert_can_be_kept(reader.read(BytesIO(bytes(wrong)), kind))

    @pytest.mark.parametrize("data", [b"", b"\0" * 1000, bytes(range(256)) * 50], ids=["nothing", "zeros", "noise"])
    def test_what_is_no_such_file_raises_nothing(self, reader: ResumeReader, sample: Sample, data: bytes) -> None:
        assert_can_be_kept(reader.read(BytesIO(data), sample[0]))
