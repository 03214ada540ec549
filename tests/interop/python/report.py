"""Filing a report as a file."""

from collections.abc import Iterator
from pathlib import Path

from ulid import ULID

from hub import Hub
from zhibiao.report.v1.report_pb2 import Report, ReportHeader, ReportState
from zhibiao.report.v1.report_service_pb2 import UploadReportRequest

# A chunk has at most 1 MiB.
CHUNK = 64 * 1024


def upload(hub: Hub) -> dict:
    """Files a report, and files it again as one does who lost the answer: it is the same report."""
    # The sender chooses the id once a report and keeps it, so that sending again is safe.
    report_id = str(ULID())
    file = Path(__file__).parent / "report.csv"
    first = _send(hub, report_id, file)
    again = _send(hub, report_id, file)
    if first.name != again.name:
        raise AssertionError(f"filed twice: {first.name} and {again.name}")
    return {
        "report": first.name,
        "state": ReportState.Name(first.state),
        "submitter": first.submitter,
        "entries": first.entries,
    }


def _send(hub: Hub, report_id: str, file: Path) -> Report:
    return hub.reports.UploadReport(_parts(report_id, file), timeout=60.0).report


def _parts(report_id: str, file: Path) -> Iterator[UploadReportRequest]:
    """The header first, then the bytes."""
    yield UploadReportRequest(
        header=ReportHeader(report_id=report_id, department="departments/statistics", file_name=file.name)
    )
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            yield UploadReportRequest(chunk=chunk)
