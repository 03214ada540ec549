package org.example.zhibiao;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An error of the hub with its details.
 *
 * @param reason what programs branch on, such as ZONE_NOT_FOUND
 * @param facts facts about the reason
 * @param violations all faults of a request, each with the path of its field
 */
public record Problem(
    Status.Code code,
    String message,
    String reason,
    Map<String, String> facts,
    List<FieldViolation> violations) {

  /** Reads the details of an error that a call ended with. */
  public static Problem of(StatusException error) {
    ErrorInfo info = ErrorInfo.getDefaultInstance();
    List<FieldViolation> violations = List.of();
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
      try {
        if (detail.is(ErrorInfo.class)) {
          info = detail.unpack(ErrorInfo.class);
        } else if (detail.is(BadRequest.class)) {
          violations = detail.unpack(BadRequest.class).getFieldViolationsList();
        }
      } catch (InvalidProtocolBufferException damaged) {
        // Code and message say enough without the detail.
        continue;
      }
    }
    Status told = error.getStatus();
    return new Problem(
        told.getCode(), told.getDescription(), info.getReason(), info.getMetadataMap(), violations);
  }

  @Override
  public String toString() {
    String faults =
        violations.stream()
            .map(each -> "\n  " + each.getField() + ": " + each.getDescription())
            .collect(Collectors.joining());
    return code + " " + reason + ": " + message + faults;
  }
}
