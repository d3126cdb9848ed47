"""Recruiters' search for people: an index of its own, apart from the public one, that holds ids, words and facts and no
text that anybody could read."""
