"""Following changes while the hub goes away and comes back under the same name at another address, as a pod does."""

from collections.abc import Callable

import grpc

from hub import Hub
from zhibiao.catalog.v1.catalog_service_pb2 import GetSummaryRequest
from zhibiao.observation.v1.observation_service_pb2 import Change, WatchChangesRequest


def follow_through_move(hub: Hub, say: Callable[[dict], None]) -> dict:
    """The channel finds the new address and repeats calls; a stream that broke is opened anew after the last revision
    that was seen, so that none is missed and none comes twice."""
    before = hub.catalog.GetSummary(GetSummaryRequest(), timeout=10.0).revision
    seen, broken = before, 0

    def next_change() -> Change:
        nonlocal seen
        changes = hub.observations.WatchChanges(WatchChangesRequest(after_revision=seen), timeout=60.0)
        for event in changes:
            if event.HasField("checkpoint"):
                seen = event.checkpoint.revision
                say({"case": "moved", "waits_after": seen})
            elif not event.change.more_fragments:
                seen = event.change.revision
                changes.cancel()
                return event.change
        raise AssertionError("the stream ended well")

    while True:
        try:
            change = next_change()
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE:
                raise
        else:
            return {"before": before, "seen": seen, "batch": change.batch_id, "broken": broken}
        broken += 1
        # Nobody is there for a moment. This call waits for the hub, within its deadline.
        hub.catalog.GetSummary(GetSummaryRequest(), timeout=60.0)
