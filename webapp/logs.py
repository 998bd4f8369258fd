"""Logs: one JSON object a line on stderr, without anything that is nobody's business.

A request is known by its route's pattern, never by its address: addresses hold one-time secrets.
"""

from __future__ import annotations

import logging
import re
import sys
import time

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, Processor, WrappedLogger

from library.ids import new_id
from library.settings import Settings
from webapp.current import current_visitor

# Whatever an exception's text may bring along: addresses, and secrets as `new_secret` draws them.
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
# SQLAlchemy repeats a failed statement's values.
_VALUES = re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL)
log = structlog.get_logger(__name__)


def say_errors_briefly() -> None:
    """Where nobody configures the log, print an error as Python does.

    Structlog's own way draws every frame with its local variables: minutes of work where one of them is an
    application, and secrets on the screen.
    """
    if not structlog.is_configured():
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])


def configure_logs(settings: Settings) -> None:
    """Send our own and every package's messages through the same processors to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrub,
    ]
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _route_standard_logging(level, shared)


def _route_standard_logging(level: int, shared: list[Processor]) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("waitress.queue", "pikepdf", "PIL", "fontTools", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take e-mail addresses, one-time secrets and SQL values out of every text."""
    event.update({name: hide(value) for name, value in event.items() if isinstance(value, str)})
    return event


def hide(text: str) -> str:
    """Take e-mail addresses, one-time secrets and SQL values out of a text."""
    return _SECRET.sub("‹secret›", _EMAIL.sub("‹e-mail›", _VALUES.sub("[parameters: ‹hidden›]", text)))


def install_access_log(app: Flask) -> None:
    """Number every request and write one line when it is answered."""
    say_errors_briefly()
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = new_id(8)
    g.began = time.monotonic()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        told = {"method": _method(), "route": route(), "status": response.status_code, "ms": _ms()}
        log.info("request", **told, visitor=_visitor(), **_key())
    response.headers["X-Request-Id"] = g.request_id
    return response


def route() -> str:
    """Give the pattern of the route at hand, such as `/works/<work_id>`."""
    return request.url_rule.rule if request.url_rule else "-"


def _method() -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "other"


def _ms() -> float:
    return round((time.monotonic() - float(g.began)) * 1000, 1)


def _key() -> dict[str, str]:
    """Name the key with which a program asked, by its id."""
    known = g.get("program")
    return {"key": known.key_id} if known else {}


def _visitor() -> str:
    try:
        visitor = current_visitor()
    except Exception:  # noqa: BLE001 - the log line of a request that failed on the database
        return "unknown"
    return visitor.id if visitor else "-"
