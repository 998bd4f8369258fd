"""Correcting a work: what does not fit its column is said, not cut off."""

from __future__ import annotations

import pytest

from library.catalogue import works
from library.errors import BadForm
from library.store.models import Work


def test_a_value_that_is_too_long_for_its_field_is_named_and_nothing_is_kept(stock):
    values = {"language": "id+en+jv+su", "isbn": "9" * 21, "title": "Padi"}
    with pytest.raises(BadForm) as caught, stock.library.database.write() as session:
        works.correct(session, stock.clock(), session.get(Work, stock.work_id), values, "system")
    assert caught.value.fields == {"language": "too-long", "isbn": "too-long"}
    with stock.library.database.read() as session:
        assert session.get(Work, stock.work_id).title != "Padi"
