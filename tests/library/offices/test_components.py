"""The fourteen components, said to be empty where an office is silent."""

from __future__ import annotations

from library.offices import load_components, load_offices, packaged_offices, shown_components

OFFICES = load_offices(packaged_offices())


def test_there_are_fourteen_components_in_two_groups() -> None:
    groups = [component.group for component in load_components()]
    assert (groups.count("delivery"), groups.count("making")) == (6, 8)


def test_each_document_states_six_components_and_is_named_as_their_source() -> None:
    for office in OFFICES:
        for service in office.standard.services.values():
            shown = shown_components(service)
            stated = {item.component.key for item in shown if item.is_stated}
            assert stated == {"requirements", "procedure", "time", "cost", "product", "complaints"}
            assert {item.source for item in shown} == {service.document, None}
