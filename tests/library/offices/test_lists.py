"""The lists that forms offer."""

from __future__ import annotations

from typing import get_args

import pytest

from library.offices import packaged_offices
from library.offices.lists import ListName, load_choices, load_subjects

CATALOG = packaged_offices().parent
NAMES = get_args(ListName)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_distinct_codes_numbered_in_order_and_labels_in_both_languages(name: ListName) -> None:
    choices = load_choices(CATALOG, name)
    assert [item.number for item in choices] == list(range(1, len(choices.items) + 1))
    assert len({item.code for item in choices}) == len(choices.items)
    assert all(item.label.id and item.label.en for item in choices)


def test_the_lists_are_as_long_as_those_in_use_at_the_desks() -> None:
    lengths = {name: len(load_choices(CATALOG, name).items) for name in NAMES}
    assert lengths == {
        "education": 5, "age": 7, "occupation": 7, "institution": 9, "service": 6, "channel": 6,
        "disability": 4, "gender": 2, "complained_before": 2, "identity": 5,
        "breach_reason": 7,
        "outcome": 4,
    }  # fmt: skip


def test_the_age_groups_cover_every_age_once() -> None:
    groups = load_choices(CATALOG, "age").items
    for age in range(120):
        fitting = [
            group for group in groups if (group.first or 0) <= age <= (200 if group.last is None else group.last)
        ]
        assert len(fitting) == 1


def test_only_other_asks_for_more() -> None:
    asking = {(name, item.code) for name in NAMES for item in load_choices(CATALOG, name) if item.free_text}
    assert {code for _, code in asking} == {"other"}


def test_a_code_is_labelled_in_the_readers_language_and_an_unknown_one_is_shown_as_it_is() -> None:
    services = load_choices(CATALOG, "service")
    assert (services.label("library"), services.label("library", "en")) == ("Perpustakaan", "Library")
    assert services.label("forgotten") == "forgotten"
    assert "library" in services
    assert "forgotten" not in services


def test_the_subjects_are_the_three_of_the_classification() -> None:
    assert [subject.code for subject in load_subjects(CATALOG)] == ["514", "515", "516"]
