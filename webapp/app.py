"""The web application: what it is made of, in one screen."""

from __future__ import annotations

from flask import Flask

from library.wiring import Library
from webapp import current, errors, health, language_choice, metrics, rooms
from webapp.config import configure
from webapp.design import install_design
from webapp.logs import install_access_log
from webapp.security import audience, bodies, csrf, fresh, headers, hosts, limits, proxies, sessions, terminals


def create_app(library: Library) -> Flask:
    """Build the application over an open library.

    Raises:
        UndeclaredRoute: a route has not said for whom it is.
    """
    app = Flask("webapp")
    configure(app, library)
    current.install(app, library)
    proxies.install(app)

    # What happens to a request before it reaches a room, in this order.
    install_access_log(app)
    current.follow_offices(app, library)
    hosts.install(app)
    bodies.install(app)
    sessions.install(app)
    csrf.install_before_bodies(app)
    limits.install_before_bodies(app)
    language_choice.install(app)
    terminals.install(app)
    audience.install(app)
    csrf.install(app)
    fresh.install(app)

    install_design(app)
    headers.install(app)
    errors.install(app)

    for room in rooms.all_rooms():
        app.register_blueprint(room)
    health.install(app)
    metrics.install(app)

    limits.install(app)
    audience.refuse_undeclared(app)
    return app
