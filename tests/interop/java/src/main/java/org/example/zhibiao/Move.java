package org.example.zhibiao;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Map;
import zhibiao.catalog.v1.GetSummaryRequest;
import zhibiao.observation.v1.Change;
import zhibiao.observation.v1.WatchChangesRequest;
import zhibiao.observation.v1.WatchChangesResponse;

/**
 * Following changes while the hub goes away and comes back under the same name at another address, as a pod does. The
 * channel finds the new address and repeats calls; a stream that broke is opened anew after the last revision that was
 * seen, so that none is missed and none comes twice.
 */
final class Move {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private long seen;

  private Move() {}

  static Map<String, Object> follow(Hub hub) throws StatusException, InterruptedException {
    Move move = new Move();
    move.seen = hub.catalog(PATIENCE).getSummary(GetSummaryRequest.getDefaultInstance()).getRevision();
    long before = move.seen;
    for (int broken = 0; ; broken++) {
      try {
        Change change = move.next(hub);
        return Map.of("before", before, "seen", move.seen, "batch", change.getBatchId(), "broken", broken);
      } catch (StatusException ended) {
        if (ended.getStatus().getCode() != Status.Code.UNAVAILABLE) {
          throw ended;
        }
      }
      // Nobody is there for a moment. This call waits for the hub, within its deadline.
      hub.catalog(PATIENCE).getSummary(GetSummaryRequest.getDefaultInstance());
    }
  }

  /** Follows changes until there is one, and keeps count of what was seen in full. */
  private Change next(Hub hub) throws StatusException, InterruptedException {
    WatchChangesRequest request = WatchChangesRequest.newBuilder().setAfterRevision(seen).build();
    BlockingClientCall<?, WatchChangesResponse> changes = hub.observations(PATIENCE).watchChanges(request);
    while (changes.hasNext()) {
      WatchChangesResponse event = changes.read();
      if (event.hasCheckpoint()) {
        seen = event.getCheckpoint().getRevision();
        Main.say(Map.of("case", "moved", "waits_after", seen));
      } else if (!event.getChange().getMoreFragments()) {
        seen = event.getChange().getRevision();
        changes.cancel("seen", null);
        return event.getChange();
      }
    }
    throw new IllegalStateException("the stream ended well");
  }
}
