"""For machines: is the process alive, and may readers be sent here?"""

from __future__ import annotations

import structlog
from flask import Flask, Response, jsonify

from library.health import check_all
from webapp.current import current_library
from webapp.security import audience

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Add /healthz and /readyz."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@audience.public
def healthz() -> Response:
    """Answer; that is the proof."""
    return jsonify(alive=True)


@audience.public
def readyz() -> tuple[Response, int]:
    """Say which parts are fit; what is wrong with the others stands in the log only."""
    checks = check_all(current_library())
    for check in checks:
        if not check.fit:
            log.warning("not-ready", part=check.name, detail=check.detail)
    ready = all(check.fit for check in checks)
    return jsonify(ready=ready, parts={check.name: check.fit for check in checks}), 200 if ready else 503
