package org.example.zhibiao;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import zhibiao.report.v1.BatchAcknowledged;
import zhibiao.report.v1.EntryColumns;
import zhibiao.report.v1.ObservationBatch;
import zhibiao.report.v1.OpenStream;
import zhibiao.report.v1.StreamObservationsRequest;
import zhibiao.report.v1.StreamObservationsResponse;

/** Delivering figures as a machine does: numbered batches, each acknowledged once it is durable. */
final class MachineStream {
  private MachineStream() {}

  /** What the hub had when the stream opened, and what it acknowledged since. */
  private record Delivered(long durable, List<BatchAcknowledged> acknowledged) {}

  /**
   * Sends three batches, then comes back as after a lost connection and sends the last one again: it is not written
   * twice.
   */
  static Map<String, Object> deliver(Hub hub) throws StatusException, InterruptedException {
    Delivered first =
        stream(
            hub,
            durable ->
                List.of(
                    batch(durable + 1, "2024-01", "东园", "西园"),
                    // Nobody knows 东圆: the row is rejected, with a finding; the other is written.
                    batch(durable + 2, "2024-02", "东园", "东圆"),
                    batch(durable + 3, "2024-03", "东园", "西园")));
    Delivered again = stream(hub, any -> List.of(batch(first.durable + 3, "2024-03", "东园", "西园")));
    if (again.acknowledged.size() != 1 || !again.acknowledged.get(0).getRepeated()) {
      throw new IllegalStateException("sent again: " + again.acknowledged);
    }
    List<String> rejected =
        first.acknowledged.stream()
            .flatMap(
                each ->
                    each.getRejectedList().stream()
                        .map(row -> each.getSequence() + "/" + row.getRow() + " " + row.getFinding().getCode()))
            .toList();
    return Map.of(
        "durable_before", first.durable,
        "sequences", first.acknowledged.stream().map(BatchAcknowledged::getSequence).toList(),
        "rejected", rejected,
        "durable_after", again.durable);
  }

  /** Opens the interface, sends the batches that follow what is durable, and collects the acknowledgements. */
  private static Delivered stream(Hub hub, LongFunction<List<ObservationBatch>> batches)
      throws StatusException, InterruptedException {
    BlockingClientCall<StreamObservationsRequest, StreamObservationsResponse> call =
        hub.reports(Duration.ofMinutes(1)).streamObservations();
    OpenStream open =
        OpenStream.newBuilder().setInterface("interfaces/charging").setSource("充电桩运行平台").build();
    call.write(StreamObservationsRequest.newBuilder().setOpen(open).build());
    long durable = call.read().getOpened().getDurableSequence();
    // Answers are read while batches go: who only sends ends up waiting for a hub that waits to be read.
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(call, batches.apply(durable)));
    List<BatchAcknowledged> acknowledged = new ArrayList<>();
    while (call.hasNext()) {
      acknowledged.add(call.read().getAcknowledged());
    }
    sent.join();
    return new Delivered(durable, acknowledged);
  }

  private static void sendAll(
      BlockingClientCall<StreamObservationsRequest, StreamObservationsResponse> call, List<ObservationBatch> batches) {
    try {
      for (ObservationBatch each : batches) {
        call.write(StreamObservationsRequest.newBuilder().setBatch(each).build());
      }
      call.halfClose();
    } catch (StatusException | InterruptedException broken) {
      throw new CompletionException(broken);
    }
  }

  /** A month's figure of each subject. Names, units and periods may be as the sender has them. */
  private static ObservationBatch batch(long sequence, String month, String... subjects) {
    EntryColumns.Builder entries =
        EntryColumns.newBuilder().addAllSubjects(List.of(subjects)).addIndicators("充电桩数量").addPeriods(month);
    for (int row = 0; row < subjects.length; row++) {
      entries.addSubject(row).addIndicator(0).addPeriod(0).addValue(400 + 10 * row);
    }
    return ObservationBatch.newBuilder().setSequence(sequence).setEntries(entries).build();
  }
}
