"""Which documents say a word, how often and where: the same that reading one document after another gives."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from jobboard.search import inversion
from jobboard.search.inversion import Inverted, inverted
from jobboard.search.language import ENGLISH
from jobboard.search.pool import FieldPool
from jobboard.search.term_file import MOST
from jobboard.search.tokens import Cut, cut, reader, words_of

RUNS = ("ward", "Night-shift", "the", "IT", "U.S.", "C++", "24/7", "日本語の文章", "e-mail", "-", "x" * 70)
texts = st.lists(st.sampled_from(RUNS), min_size=1, max_size=12).map(" ".join)

Places = dict[str, dict[int, list[int]]]


def gathered(*said: Cut, opening: int = 0) -> FieldPool:
    """A pool of documents with every second number."""
    pool = FieldPool(reader(ENGLISH, brief=False), opening=opening)
    for number, text in enumerate(said):
        pool.add(2 * number, text)
    return pool


def places(field: Inverted) -> Places:
    """Where each word stands, by document."""
    found: Places = {}
    for posting in field.postings("text"):
        left = iter(posting.places)
        counted = zip(posting.documents, posting.frequencies, strict=True)
        found[posting.text] = {number: [next(left) for _ in range(count)] for number, count in counted}
    return found


def read_one_by_one(*said: str) -> Places:
    found: Places = defaultdict(dict)
    for number, text in enumerate(said):
        for word in words_of(text):
            found[word.text].setdefault(2 * number, []).append(word.position)
    return found


@given(st.lists(texts, max_size=8), st.integers(min_value=1, max_value=20))
def test_every_word_stands_where_it_is_read_however_many_documents_are_worked_out_together(
    said: list[str], runs_at_once: int
) -> None:
    before, inversion.RUNS_AT_ONCE = inversion.RUNS_AT_ONCE, runs_at_once
    try:
        field = inverted(gathered(*map(cut, said)), "text")["text"]
    finally:
        inversion.RUNS_AT_ONCE = before
    assert places(field) == read_one_by_one(*said)
    counted = [len(words_of(text)) for text in said]
    assert list(field.lengths)[::2] == counted
    assert not any(list(field.lengths)[1::2])


def test_words_come_in_order() -> None:
    field = inverted(gathered(cut("ward night"), cut("night cook")), "text")["text"]
    assert [posting.text for posting in field.postings("text")] == ["cook", "night", "ward"]


def test_an_opening_has_its_words_where_they_stand_in_the_whole_text() -> None:
    duties = Cut(["About", "us", ".", "Duties", ":", "night", "ward", "night", "cook"], opening=5)
    fields = inverted(gathered(duties, cut("ward"), opening=3), "text")
    assert places(fields["opening"]) == {"night": {0: [3, 5]}, "ward": {0: [4], 2: [0]}}
    assert places(fields["text"])["cook"] == {0: [6]}
    assert list(fields["opening"].lengths) == [3, 0, 1]


def test_a_text_that_is_nothing_but_a_heading_has_an_empty_opening() -> None:
    fields = inverted(gathered(Cut(["Duties"], opening=1), opening=3), "text")
    assert places(fields["opening"]) == {}
    assert list(fields["opening"].lengths) == [0]


def test_what_stands_too_far_into_a_text_is_not_found() -> None:
    field = inverted(gathered(Cut(["ward"] * MOST + ["night"]), cut("night")), "text")["text"]
    assert places(field)["night"] == {2: [0]}
    assert places(field)["ward"][0] == list(range(MOST))
