package org.example.zhibiao;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zhibiao.catalog.v1.GetSummaryRequest;
import zhibiao.catalog.v1.GetSummaryResponse;
import zhibiao.observation.v1.Consistency;
import zhibiao.observation.v1.ExportFormat;
import zhibiao.observation.v1.ExportObservationsRequest;
import zhibiao.observation.v1.ExportObservationsResponse;
import zhibiao.observation.v1.ReadSeriesRequest;
import zhibiao.observation.v1.Series;
import zhibiao.observation.v1.SeriesKey;
import zhibiao.observation.v1.WatchChangesRequest;
import zhibiao.observation.v1.WatchChangesResponse;
import zhibiao.report.v1.CheckReportRequest;
import zhibiao.report.v1.CheckReportResponse;
import zhibiao.report.v1.ReportHeader;

/** Reading: one call, a stream, a deadline, a request full of mistakes, two languages. */
final class Reads {
  /** Every call has a deadline. */
  static final Duration SOON = Duration.ofSeconds(10);

  private Reads() {}

  /** Asks how much there is, and reads one series as fresh as that. */
  static Map<String, Object> series(Hub hub) throws StatusException {
    GetSummaryResponse summary = hub.catalog(SOON).getSummary(GetSummaryRequest.getDefaultInstance());
    ReadSeriesRequest request =
        ReadSeriesRequest.newBuilder()
            .addKeys(SeriesKey.newBuilder().setSubject("zones/east-park").setIndicator("indicators/revenue"))
            // The token of a write, or of an earlier read: whichever replica answers is at least so fresh.
            .setConsistency(Consistency.newBuilder().setAtLeastAsFresh(summary.getToken()))
            .build();
    Series series = hub.observations(SOON).readSeries(request).getSeries(0);
    return Map.of(
        "zones", summary.getZones(),
        "periods", series.getPeriodsList(),
        "values", series.getValuesList(),
        "unit", series.getUnit());
  }

  /** Takes everything there is of an indicator, as SDMX-CSV. It is whole if the stream ends without an error. */
  static Map<String, Object> export(Hub hub) throws StatusException, InterruptedException {
    ExportObservationsRequest request =
        ExportObservationsRequest.newBuilder()
            .addIndicators("indicators/revenue")
            .setFormat(ExportFormat.EXPORT_FORMAT_SDMX_CSV)
            .build();
    BlockingClientCall<?, ExportObservationsResponse> parts =
        hub.observations(Duration.ofMinutes(1)).exportObservations(request);
    ByteString text = ByteString.EMPTY;
    while (parts.hasNext()) {
      text = text.concat(parts.read().getSdmxCsv());
    }
    return Map.of("text", text.toStringUtf8());
  }

  /** Follows changes that nobody makes: a call that only its deadline ends. */
  static Map<String, Object> waitTooLong(Hub hub) throws StatusException, InterruptedException {
    long head = hub.catalog(SOON).getSummary(GetSummaryRequest.getDefaultInstance()).getRevision();
    WatchChangesRequest request = WatchChangesRequest.newBuilder().setAfterRevision(head).build();
    BlockingClientCall<?, WatchChangesResponse> changes =
        hub.observations(Duration.ofMillis(500)).watchChanges(request);
    try {
      while (changes.hasNext()) {
        // Checkpoints come all the same.
        changes.read();
      }
    } catch (StatusException ended) {
      if (ended.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
        throw ended;
      }
      return Map.of("code", ended.getStatus().getCode().name());
    }
    throw new IllegalStateException("the stream ended well");
  }

  /** Makes four mistakes in one request, and is told all four. */
  static Map<String, Object> askWrongly(Hub hub) {
    ReadSeriesRequest request =
        ReadSeriesRequest.newBuilder()
            .addKeys(SeriesKey.newBuilder().setSubject("east park").setIndicator("revenue"))
            .setFrom("20x3")
            .setTo("2023-13")
            .build();
    try {
      hub.observations(SOON).readSeries(request);
    } catch (StatusException refused) {
      Problem problem = Problem.of(refused);
      List<String> fields = problem.violations().stream().map(each -> each.getField()).toList();
      return Map.of("code", problem.code().name(), "reason", problem.reason(), "fields", fields);
    }
    throw new IllegalStateException("the hub took it");
  }

  /** Has a typing error explained in Chinese and in English, within one trace. */
  static Map<String, Object> inBothLanguages(Hub hub) throws StatusException, InterruptedException {
    // OpenTelemetry's instrumentation of gRPC sets this by itself.
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Map<String, Object> facts = new TreeMap<>(Map.of("trace", trace));
    for (String language : List.of("zh", "en")) {
      Metadata headers = new Metadata();
      headers.put(CallMetadata.LANGUAGE, language);
      headers.put(CallMetadata.TRACE, "00-" + trace + "-00f067aa0ba902b7-01");
      BlockingClientCall<CheckReportRequest, CheckReportResponse> call =
          hub.reports(SOON)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .checkReport();
      call.write(
          CheckReportRequest.newBuilder()
              .setHeader(ReportHeader.newBuilder().setDepartment("departments/statistics"))
              .build());
      ByteString content = ByteString.copyFromUtf8("园区,年份,营业收入\n东圆,2024,4\n");
      call.write(CheckReportRequest.newBuilder().setChunk(content).build());
      call.halfClose();
      facts.put(language, call.read().getFindings(0).getMessage());
    }
    return facts;
  }
}
