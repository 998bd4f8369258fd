"""Lines of keys in a TOML text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.offices.places import Places

TEXT = '''\
# a comment = with an equals sign
title = "x" # = y
[a.b] # header
first = [
  1,
  2, # ]
]
words = """
third = 3
]
"""
last = { k = 1, "q r" = 2 }

[[a.list]]
n = 1
[a.list.sub]
deep = 1
[[a.list]]
n = 2
"quoted key" = 3
dotted.key = 4
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a", "b"), 3),
        (("a", "b", "first"), 4),
        (("a", "b", "first", 1), 4),
        (("a", "b", "words"), 8),
        (("a", "b", "third"), 3),
        (("a", "b", "last", "k"), 12),
        (("a", "list", 0), 14),
        (("a", "list", 0, "n"), 15),
        (("a", "list", 0, "sub", "deep"), 17),
        (("a", "list", 1, "n"), 19),
        (("a", "list", 1, "quoted key"), 20),
        (("a", "list", 1, "dotted", "key"), 21),
        (("a", "list", 1, "missing"), 18),
        (("nothing",), 0),
    ],
)
def test_a_key_is_found_on_its_line_and_a_missing_one_at_its_table(path: tuple[str | int, ...], line: int) -> None:
    assert Places(TEXT).line(path) == line


@given(
    values=st.lists(st.tuples(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.integers()), unique_by=lambda p: p[0])
)
def test_every_plain_key_is_found_where_it_was_written(values: list[tuple[str, int]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in values)
    assert len(tomllib.loads(text)) == len(values)
    places = Places(text)
    assert [places.line((key,)) for key, _ in values] == list(range(1, len(values) + 1))
