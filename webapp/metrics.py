"""Figures for Prometheus: requests as they happen, jobs and copies as the records stand."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from library.errors import NotFound
from library.softcopies.figures import waits
from library.wiring import Library
from webapp.current import current_library
from webapp.logs import route
from webapp.security import audience

KEY = "metrics"
REQUEST_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
COPY_SECONDS = (1.0, 5.0, 15.0, 60.0, 300.0, 3600.0)
STATES = ("waiting", "leased", "done", "dead")


@dataclass(frozen=True, slots=True)
class Figures:
    """One application's registry and what it counts itself."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram


class RecordFigures(Collector):
    """Figures that the database knows better than a counter in memory."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def collect(self) -> Iterator[Metric]:
        """Read them anew at each scrape."""
        jobs = GaugeMetricFamily("pustaka_jobs", "Jobs in the outbox", labels=["state"])
        counts = self._library.outbox.counts()
        for state in STATES:
            jobs.add_metric([state], counts.get(state, 0))
        yield jobs
        with self._library.database.read() as session:
            found = waits(session, COPY_SECONDS)
        buckets = [(str(bound), count) for bound, count in found.within] + [("+Inf", found.count)]
        copies = HistogramMetricFamily("pustaka_copy_ready_seconds", "From grant to a copy that is ready")
        copies.add_metric([], buckets, found.total)
        yield copies


def install(app: Flask) -> None:
    """Count every request and add /metrics."""
    registry = CollectorRegistry()
    labels = ["method", "route", "status"]
    figures = Figures(
        registry,
        Counter("pustaka_requests", "Answered requests", labels, registry=registry),
        Histogram("pustaka_request_seconds", "Time to answer", ["route"], buckets=REQUEST_SECONDS, registry=registry),
    )
    registry.register(RecordFigures(app.extensions["library"]))
    app.extensions[KEY] = figures
    app.after_request(lambda response: _count(figures, response))
    app.add_url_rule("/metrics", "metrics", lambda: _show(figures))
    audience.public(app.view_functions["metrics"])


def _count(figures: Figures, response: Response) -> Response:
    pattern = route()
    figures.requests.labels(request.method if pattern != "-" else "-", pattern, response.status_code).inc()
    figures.seconds.labels(pattern).observe(time.monotonic() - g.began)
    return response


def _show(figures: Figures) -> Response:
    if not _may_read():
        raise NotFound(what="/metrics")
    return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    token = current_library().settings.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # Behind a proxy that we were not told of, everybody seems to come from this machine.
    if current_library().settings.proxies == 0 and "X-Forwarded-For" in request.headers:
        return False
    return ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104 - an address that is not this machine
