"""Packed texts are the texts that were packed, and are found again by all they say."""

from hypothesis import given
from hypothesis import strategies as some

from jobboard.search.packed import Packed

texts = some.lists(some.text("aé日", max_size=4))


@given(texts)
def test_the_texts_are_those_that_were_packed(packed: list[str]) -> None:
    held = Packed.of(packed)
    assert list(held) == [held[number] for number in range(len(held))] == packed


@given(texts, some.text("aé日", min_size=1, max_size=4))
def test_a_text_is_found_wherever_it_stands_and_no_part_of_another_is(packed: list[str], wanted: str) -> None:
    numbers = [number for number, text in enumerate(packed) if text == wanted]
    assert list(Packed.of(packed).numbers_of(wanted)) == numbers
