package org.example.zhibiao;

import com.github.f4b6a3.ulid.UlidCreator;
import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import zhibiao.report.v1.Report;
import zhibiao.report.v1.ReportHeader;
import zhibiao.report.v1.UploadReportRequest;
import zhibiao.report.v1.UploadReportResponse;

/** Filing a report as a file. */
final class ReportFile {
  /** A chunk has at most 1 MiB. */
  private static final int CHUNK = 64 * 1024;

  private ReportFile() {}

  /** Files a report, and files it again as one does who lost the answer: it is the same report. */
  static Map<String, Object> upload(Hub hub) throws IOException, StatusException, InterruptedException {
    // The sender chooses the id once a report and keeps it, so that sending again is safe.
    String id = UlidCreator.getUlid().toString();
    Path file = Path.of("report.csv");
    Report first = send(hub, id, file);
    Report again = send(hub, id, file);
    if (!first.getName().equals(again.getName())) {
      throw new IllegalStateException("filed twice: " + first.getName() + " and " + again.getName());
    }
    return Map.of(
        "report", first.getName(),
        "state", first.getState().name(),
        "submitter", first.getSubmitter(),
        "entries", first.getEntries());
  }

  /** Sends the header first, then the bytes. */
  private static Report send(Hub hub, String id, Path file)
      throws IOException, StatusException, InterruptedException {
    BlockingClientCall<UploadReportRequest, UploadReportResponse> call =
        hub.reports(Duration.ofMinutes(1)).uploadReport();
    ReportHeader header =
        ReportHeader.newBuilder()
            .setReportId(id)
            .setDepartment("departments/statistics")
            .setFileName(file.getFileName().toString())
            .build();
    // A call that the hub ended takes nothing more; reading tells what it ended with.
    boolean open = call.write(UploadReportRequest.newBuilder().setHeader(header).build());
    try (InputStream content = Files.newInputStream(file)) {
      for (byte[] bytes = content.readNBytes(CHUNK); open && bytes.length > 0; bytes = content.readNBytes(CHUNK)) {
        open = call.write(UploadReportRequest.newBuilder().setChunk(ByteString.copyFrom(bytes)).build());
      }
    }
    call.halfClose();
    return call.read().getReport();
  }
}
