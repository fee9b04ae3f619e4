"""Figures for a monitoring server, at /metrics: requests of this process, jobs and limits of all.

Labels are patterns, methods, classes of status, kinds of jobs and vendors; never names, texts or
ids. They are there for whoever has HEDGEROW_METRICS_TOKEN; where none is set, nobody has them.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator

from flask import Blueprint, Response, abort, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from plugin.errors import HedgerowError
from plugin.jobs.overview import Overview, overview
from plugin.use_cases import Runtime
from plugin.web.request_log import method_of, route

_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def routes(runtime: Runtime) -> Blueprint:
    """Return the address of this module; every request of the application is counted."""
    pages = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_OfAllProcesses(runtime))
    asked = Counter(
        "hedgerow_requests",
        "Requests that this process answered.",
        ("method", "route", "status"),
        registry=registry,
    )
    took = Histogram(
        "hedgerow_request_seconds",
        "How long their answers took.",
        ("route",),
        buckets=_SECONDS,
        registry=registry,
    )

    def count(response: Response) -> Response:
        pattern, status = route(), f"{response.status_code // 100}xx"
        asked.labels(method_of(request.method), pattern, status).inc()
        took.labels(pattern).observe(time.monotonic() - g.began_s)
        return response

    pages.after_app_request(count)

    @pages.get("/metrics")
    def show() -> Response:
        _require_token(runtime)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return pages


def _require_token(runtime: Runtime) -> None:
    """Return for whoever has the token; there is nothing here for everybody else."""
    wanted = runtime.settings.metrics_token
    given = request.headers.get("Authorization", "").encode()
    if wanted is None or not hmac.compare_digest(given, f"Bearer {wanted}".encode()):
        abort(404)


class _OfAllProcesses(Collector):
    """What the database tells of the whole installation, whichever process is asked."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def collect(self) -> Iterator[Metric]:
        """Return the figures of this moment."""
        try:
            seen = overview(self._runtime)
        except HedgerowError:
            yield _figure("hedgerow_database_up", "Whether the database answers.", 0)
            return
        yield _figure("hedgerow_database_up", "Whether the database answers.", 1)
        yield _figure("hedgerow_workers", "Workers that were seen lately.", seen.workers)
        yield _figure(
            "hedgerow_job_waits_seconds",
            "How long the job has waited that was due first.",
            seen.longest_wait_s,
        )
        yield from _jobs(seen)
        yield from _limits(seen)


def _jobs(seen: Overview) -> Iterator[Metric]:
    jobs = GaugeMetricFamily(
        "hedgerow_jobs", "Jobs that are kept, for 30 days.", labels=("kind", "state")
    )
    again = GaugeMetricFamily(
        "hedgerow_job_retries", "How often they were tried again.", labels=("kind", "state")
    )
    for each in seen.counts:
        jobs.add_metric((each.kind, each.state.value), each.jobs)
        again.add_metric((each.kind, each.state.value), each.retries)
    yield jobs
    yield again


def _limits(seen: Overview) -> Iterator[Metric]:
    share = GaugeMetricFamily(
        "hedgerow_vendor_limit_used_ratio",
        "Share of a vendor's limit used in its last window, by the account that used most.",
        labels=("vendor",),
    )
    held = GaugeMetricFamily(
        "hedgerow_vendor_held_seconds", "So long a vendor wants quiet.", labels=("vendor",)
    )
    for each in seen.limits:
        share.add_metric((each.vendor.value,), each.share)
        held.add_metric((each.vendor.value,), each.held_s)
    yield share
    yield held


def _figure(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)
