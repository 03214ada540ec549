"""Reading: one call, a stream, a deadline, a request full of mistakes, two languages."""

import grpc

from hub import Hub
from problem import Problem
from zhibiao.catalog.v1.catalog_service_pb2 import GetSummaryRequest
from zhibiao.observation.v1.consistency_pb2 import Consistency
from zhibiao.observation.v1.observation_service_pb2 import (
    ExportFormat,
    ExportObservationsRequest,
    ReadSeriesRequest,
    SeriesKey,
    WatchChangesRequest,
)
from zhibiao.report.v1.report_pb2 import ReportHeader
from zhibiao.report.v1.report_service_pb2 import CheckReportRequest

# Every call has a deadline.
SOON = 10.0


def read_series(hub: Hub) -> dict:
    """Asks how much there is, and reads one series as fresh as that."""
    summary = hub.catalog.GetSummary(GetSummaryRequest(), timeout=SOON)
    answer = hub.observations.ReadSeries(
        ReadSeriesRequest(
            keys=[SeriesKey(subject="zones/east-park", indicator="indicators/revenue")],
            # The token of a write, or of an earlier read: whichever replica answers is at least so fresh.
            consistency=Consistency(at_least_as_fresh=summary.token),
        ),
        timeout=SOON,
    )
    (series,) = answer.series
    return {
        "zones": summary.zones,
        "periods": list(series.periods),
        "values": list(series.values),
        "unit": series.unit,
    }


def export(hub: Hub) -> dict:
    """Takes everything there is of an indicator, as SDMX-CSV. It is whole if the stream ends without an error."""
    parts = hub.observations.ExportObservations(
        ExportObservationsRequest(
            indicators=["indicators/revenue"], format=ExportFormat.EXPORT_FORMAT_SDMX_CSV
        ),
        timeout=60.0,
    )
    return {"text": b"".join(part.sdmx_csv for part in parts).decode()}


def wait_too_long(hub: Hub) -> dict:
    """Follows changes that nobody makes: a call that only its deadline ends."""
    summary = hub.catalog.GetSummary(GetSummaryRequest(), timeout=SOON)
    request = WatchChangesRequest(after_revision=summary.revision)
    try:
        for _checkpoint in hub.observations.WatchChanges(request, timeout=0.5):
            pass
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
        return {"code": error.code().name}
    raise AssertionError("the stream ended well")


def ask_wrongly(hub: Hub) -> dict:
    """Makes four mistakes in one request, and is told all four."""
    request = ReadSeriesRequest(
        keys=[SeriesKey(subject="east park", indicator="revenue")], **{"from": "20x3"}, to="2023-13"
    )
    try:
        hub.observations.ReadSeries(request, timeout=SOON)
    except grpc.RpcError as error:
        problem = Problem.of(error)
        return {
            "code": problem.code.name,
            "reason": problem.reason,
            "fields": [path for path, _ in problem.violations],
        }
    raise AssertionError("the hub took it")


def in_both_languages(hub: Hub) -> dict:
    """Has a typing error explained in Chinese and in English, within one trace."""
    # OpenTelemetry's instrumentation of gRPC sets this by itself.
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    parent = ("traceparent", f"00-{trace}-00f067aa0ba902b7-01")
    facts = {"trace": trace}
    for language in ("zh", "en"):
        parts = [
            CheckReportRequest(header=ReportHeader(department="departments/statistics")),
            CheckReportRequest(chunk="园区,年份,营业收入\n东圆,2024,4\n".encode()),
        ]
        answer = hub.reports.CheckReport(
            iter(parts), timeout=SOON, metadata=[("accept-language", language), parent]
        )
        (finding,) = answer.findings
        facts[language] = finding.message
    return facts
