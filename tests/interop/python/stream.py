"""Delivering figures as a machine does: numbered batches, each acknowledged once it is durable."""

from collections.abc import Callable
from queue import SimpleQueue

from hub import Hub
from zhibiao.report.v1.report_pb2 import EntryColumns
from zhibiao.report.v1.stream_pb2 import (
    BatchAcknowledged,
    ObservationBatch,
    OpenStream,
    StreamObservationsRequest,
)


def deliver(hub: Hub) -> dict:
    """Sends three batches, then comes back as after a lost connection and sends the last one again: it is not written
    twice."""
    durable, acknowledged = _stream(
        hub,
        lambda durable: [
            _batch(durable + 1, "2024-01", ["东园", "西园"]),
            # Nobody knows 东圆: the row is rejected, with a finding; the other is written.
            _batch(durable + 2, "2024-02", ["东园", "东圆"]),
            _batch(durable + 3, "2024-03", ["东园", "西园"]),
        ],
    )
    durable_now, (again,) = _stream(hub, lambda _: [_batch(durable + 3, "2024-03", ["东园", "西园"])])
    if not again.repeated:
        raise AssertionError(f"sent again: {again}")
    return {
        "durable_before": durable,
        "sequences": [each.sequence for each in acknowledged],
        "rejected": [
            f"{each.sequence}/{row.row} {row.finding.code}" for each in acknowledged for row in each.rejected
        ],
        "durable_after": durable_now,
    }


def _stream(
    hub: Hub, batches: Callable[[int], list[ObservationBatch]]
) -> tuple[int, list[BatchAcknowledged]]:
    """Opens the interface, sends the batches that follow what is durable, and collects the acknowledgements."""
    outgoing: SimpleQueue[StreamObservationsRequest | None] = SimpleQueue()
    opening = OpenStream(interface="interfaces/charging", source="充电桩运行平台")
    outgoing.put(StreamObservationsRequest(open=opening))
    # gRPC takes from the queue in a thread of its own, so that answers are read while batches go.
    answers = hub.reports.StreamObservations(iter(outgoing.get, None), timeout=60.0)
    durable = next(answers).opened.durable_sequence
    for batch in batches(durable):
        outgoing.put(StreamObservationsRequest(batch=batch))
    outgoing.put(None)
    return durable, [answer.acknowledged for answer in answers]


def _batch(sequence: int, month: str, subjects: list[str]) -> ObservationBatch:
    """A month's figure of each subject. Names, units and periods may be as the sender has them."""
    rows = range(len(subjects))
    entries = EntryColumns(
        subjects=subjects,
        indicators=["充电桩数量"],
        periods=[month],
        subject=rows,
        indicator=[0 for _ in rows],
        period=[0 for _ in rows],
        value=[400 + 10 * row for row in rows],
    )
    return ObservationBatch(sequence=sequence, entries=entries)
