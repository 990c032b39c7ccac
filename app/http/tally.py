"""What was answered, counted for Prometheus: plain numbers, written by one thread and read by a scrape."""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
"""Upper ends in seconds; what takes longer stands in one more."""


class Tally(Collector):
    """Requests by method, route and status, and seconds by route."""

    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int], int] = {}
        self._seconds: dict[str, list[float]] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (method, route, status)
        self._requests[key] = self._requests.get(key, 0) + 1
        spent = self._seconds.get(route)
        if spent is None:
            spent = self._seconds[route] = [0.0] * (len(BUCKETS) + 2)
        spent[0 if seconds <= 0.001 else bisect_left(BUCKETS, seconds)] += 1
        spent[-1] += seconds

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus reads them."""
        requests = CounterMetricFamily("atlas_requests", "Requests answered.", labels=["method", "route", "status"])
        for (method, route, status), count in sorted(self._requests.items()):
            requests.add_metric([method, route, str(status)], count)
        yield requests
        seconds = HistogramMetricFamily(
            "atlas_request_seconds", "Seconds from the first byte in to the last byte out.", labels=["route"]
        )
        for route, spent in sorted(self._seconds.items()):
            below: float = 0
            cumulated = []
            for end, more in zip((*map(str, BUCKETS), "+Inf"), spent[:-1], strict=True):
                below += more
                cumulated.append((end, below))
            seconds.add_metric([route], cumulated, sum_value=spent[-1])
        yield seconds
