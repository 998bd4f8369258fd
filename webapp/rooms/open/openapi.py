"""The OpenAPI file of the JSON interface, made from the classes that read and write it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webapp.rooms.open.addresses import base
from webapp.rooms.open.shapes.api import (
    CaptionsShape,
    Given,
    HitsShape,
    OfficesShape,
    Problem,
    SearchAsked,
    WorksAsked,
    WorkShape,
    WorksShape,
)

_WORK = {"name": "work_id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-z]{10}$"}}


@dataclass(frozen=True, slots=True)
class Operation:
    """A question: its path, what answers it, what it takes, and what it is for."""

    path: str
    answer: type[BaseModel]
    given: type[Given]
    summary: str


_OPERATIONS = (
    Operation("/api/v1/offices", OfficesShape, Given, "The offices of this library"),
    Operation("/api/v1/works", WorksShape, WorksAsked, "Released works, those released last first"),
    Operation("/api/v1/works/{work_id}", WorkShape, Given, "One released work"),
    Operation("/api/v1/works/{work_id}/captions", CaptionsShape, Given, "The tables and figures of a work"),
    Operation("/api/v1/search", HitsShape, SearchAsked, "The pages that hold some words"),
)
_PROBLEMS = {
    "400": "The words cannot be understood",
    "401": "The key is not in force",
    "404": "There is no such work",
    "405": "Only GET, HEAD and OPTIONS are answered here",
    "410": "The work was released once and has been withdrawn",
    "422": "A parameter is missing, unknown or out of its bounds",
    "429": "Too many questions; Retry-After says when to go on",
    "503": "Out of order for a moment",
}
_ABOUT = (
    "Descriptions of publications, for programs. Pages and files are not given here: a copy is made for a reader "
    "with an account, in her own name. Without a key 120 questions a minute are answered for each address; with a "
    "key, made on the account's page, 1200 for each account; questions to all addresses count together."
)


def document() -> dict[str, Any]:
    """Give the file (OpenAPI 3.1)."""
    return {**_fixed(), "servers": [{"url": base()}]}


@cache
def _fixed() -> dict[str, Any]:
    shapes: list[tuple[type[BaseModel], Literal["serialization"]]] = [
        (known.answer, "serialization") for known in _OPERATIONS
    ]
    shapes.append((Problem, "serialization"))
    _, schemas = models_json_schema(shapes, ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pustaka", "version": "1", "description": _ABOUT},
        "paths": {known.path: {"get": _written(known)} for known in _OPERATIONS},
        "security": [{}, {"key": []}],
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _written(known: Operation) -> dict[str, Any]:
    problems = {code: _response(Problem, text) for code, text in _PROBLEMS.items()}
    return {
        "summary": known.summary,
        "parameters": [*([_WORK] if "{work_id}" in known.path else []), *_parameters(known.given)],
        "responses": {"200": _response(known.answer, "Found"), **problems},
    }


def _parameters(given: type[Given]) -> list[dict[str, Any]]:
    schema = given.model_json_schema()
    needed = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": _plain(each)}
        for name, each in schema.get("properties", {}).items()
    ]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave null out: a parameter of an address is given or not."""
    options = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return options[0] if len(options) == 1 else schema


def _response(shape: type[BaseModel], text: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"description": text, "content": {"application/json": {"schema": reference}}}
