"""The fourteen components of a service standard, and which of them an office states."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter

from library.offices.strictness import STRICT
from library.offices.words import Words

if TYPE_CHECKING:
    from library.offices.standard import Service, Text

Key = Literal[
    "requirements", "procedure", "time", "cost", "product", "complaints", "legal_basis", "facilities",
    "competence", "supervision", "staff", "service_guarantee", "safety_guarantee", "evaluation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Component:
    """A component as Law 25/2009 (art. 21) and regulation PANRB 15/2014 name it."""

    __pydantic_config__ = STRICT

    key: Key
    group: Literal["delivery", "making"]
    name: Words


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """A component on an office's page. `texts` is empty where nothing is stated; `source` is the document."""

    component: Component
    texts: tuple[Text, ...]
    source: str | None

    @property
    def is_stated(self) -> bool:
        """Say whether the office states this component."""
        return bool(self.texts)


@cache
def load_components() -> tuple[Component, ...]:
    """Give the fourteen components in the order of the regulation."""
    table = tomllib.loads((files("catalog_data") / "components.toml").read_text("utf-8"))
    return tuple(TypeAdapter(list[Component]).validate_python(table["component"]))


def shown_components(service: Service) -> tuple[ShownComponent, ...]:
    """Give all fourteen components with what the document says about each."""
    texts = {component.key: _texts(component.key, service) for component in load_components()}
    return tuple(
        ShownComponent(component, texts[component.key], service.document if texts[component.key] else None)
        for component in load_components()
    )


def _texts(key: Key, service: Service) -> tuple[Text, ...]:
    own = (service.components or {}).get(key)
    if own is not None:
        return (own,)
    printed: dict[Key, tuple[Text, ...]] = {
        "requirements": service.requirements,
        "procedure": service.steps,
        "time": service.limits,
        "cost": (service.cost,) if service.cost else (),
        "product": service.products,
        "complaints": service.complaints,
    }
    return printed.get(key, ())
