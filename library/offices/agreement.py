"""Does what an office prints agree with the rules that its file gives to the machines?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from library.offices.office import Standard
    from library.offices.places import Path
    from library.offices.rules import Stop
    from library.offices.standard import Line, Service
    from library.offices.stated import Stated


class Disagreement(NamedTuple):
    """A place in the file and what is wrong there."""

    path: Path
    message: str


def disagreements(standard: Standard) -> Iterator[Disagreement]:
    """Give everything that is well formed and yet cannot be meant."""
    if standard.office.code != standard.region.bps:
        yield Disagreement(("region", "bps"), f"is not the office's code {standard.office.code}")
    for name, service in standard.services.items():
        yield from _numbering(("services", name, "requirements"), service.requirements)
        yield from _numbering(("services", name, "steps"), service.steps)
    yield from _unruled_lines(standard)
    yield from _paths(standard)


def _numbering(path: Path, lines: tuple[Line, ...]) -> Iterator[Disagreement]:
    for position, line in enumerate(lines):
        if line.number != position + 1:
            message = f"is {line.number} where the list has reached {position + 1}"
            yield Disagreement((*path, position, "number"), message)


def _unruled_lines(standard: Standard) -> Iterator[Disagreement]:
    """A promise that a document states must be a stated rule: a default in its place would hide it."""
    rules = standard.rules
    needed: tuple[tuple[str, str, str, Stated[Any]], ...] = (
        ("T1", "consultation", "limit_minutes", rules.consultation.limit_minutes),
        ("P3", "consultation", "queue", rules.consultation.queue),
        ("T3", "library", "limit_minutes", rules.library.limit_minutes),
        ("L1", "library", "custody", rules.library.custody),
        ("L3", "library", "self_scan", rules.library.self_scan),
        ("L4", "library", "request_form", rules.library.request_form),
        ("T2", "online", "answer_working_days", rules.online.answer_working_days),
        ("T2", "online", "answer_starts", rules.online.answer_starts),
        ("O1", "online", "channels", rules.online.channels),
        ("O3", "online", "search", rules.online.search),
        ("O6", "online", "inactivity", rules.online.inactivity),
        ("O7", "online", "inactivity", rules.online.inactivity),
    )
    for line, group, key, rule in needed:
        if rule.is_default and any(service.states(line) for service in standard.services.values()):
            yield Disagreement(("rules", group, key), f"is missing although the document states {line}")


_STOP_OF_LINE: dict[str, Stop] = {
    "P2": "guest_book", "P3": "ticketed", "P4": "called", "P5": "in_service", "L1": "id_held", "L2": "locker",
    "L3": "admitted",
}  # fmt: skip


def _paths(standard: Standard) -> Iterator[Disagreement]:
    rules = standard.rules
    for name, path in (("consultation", rules.consultation.path), ("library", rules.library.path)):
        place: Path = ("rules", name, "path")
        yield from (Disagreement(place, message) for message in _broken(path.value))
        service = next((found for key, found in standard.services.items() if key == name), None)
        if service is not None and not path.is_default:
            yield from (Disagreement(place, message) for message in _other_order(path.value, service))
    if ("ticketed" in rules.consultation.path.value) != rules.consultation.queue.value:
        yield Disagreement(("rules", "consultation", "queue"), 'must be true exactly when the path has "ticketed"')
    if ("locker" in rules.library.path.value) != rules.library.custody.value:
        yield Disagreement(("rules", "library", "custody"), 'must be true exactly when the path has "locker"')


def _broken(path: tuple[Stop, ...]) -> Iterator[str]:
    if len(set(path)) != len(path):
        yield "names a stop twice"
    if path[:1] != ("arrived",) or path[-2:] != ("leaving", "closed"):
        yield 'must begin with "arrived" and end with "leaving", "closed"'
    if "guest_book" not in path:
        yield 'has no "guest_book"'
    if not {"in_service", "admitted"} & set(path):
        yield 'leads neither to "in_service" nor to "admitted"'
    if "id_held" in path and "guest_book" in path and path.index("id_held") < path.index("guest_book"):
        yield 'must have "guest_book" before "id_held": a card is held for somebody whose name is written down'
    for before, after in (("ticketed", "called"), ("id_held", "locker")):
        if (before in path) != (after in path) or (before in path and path.index(before) > path.index(after)):
            yield f'must have "{before}" and then "{after}", or neither'


def _other_order(path: tuple[Stop, ...], service: Service) -> Iterator[str]:
    printed = [line for step in service.steps_for("walk_in") for line in step.lines]
    stops = [_STOP_OF_LINE[line] for line in printed if line in _STOP_OF_LINE]
    if stops and [stop for stop in path if stop in stops] != stops:
        yield f"does not follow the printed steps, which go {' → '.join(stops)}"
