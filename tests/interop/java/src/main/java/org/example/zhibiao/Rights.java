package org.example.zhibiao;

import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zhibiao.observation.v1.ReadSeriesRequest;
import zhibiao.observation.v1.SeriesKey;

/** Credentials: what a caller is told who shows a good one, none, or one without the right. */
final class Rights {
  private Rights() {}

  /** Asks for a figure with the own token, with none, and with that of a caller who may read another zone only. */
  static Map<String, Object> show(Hub hub) throws IOException {
    Settings own = hub.settings();
    Path other = Path.of(System.getenv("ZHIBIAO_OTHER_TOKEN_FILE"));
    return Map.of(
        "own", ask(own),
        "none", ask(own.withToken(Optional.empty())),
        "other", ask(own.withToken(Optional.of(other))));
  }

  /** How a question for one figure goes. */
  private static List<String> ask(Settings settings) throws IOException {
    ReadSeriesRequest request =
        ReadSeriesRequest.newBuilder()
            .addKeys(SeriesKey.newBuilder().setSubject("zones/east-park").setIndicator("indicators/revenue"))
            .build();
    try (Hub hub = new Hub(settings)) {
      hub.observations(Reads.SOON).readSeries(request);
      return List.of("OK", "");
    } catch (StatusException refused) {
      // UNAUTHENTICATED: a token that ran out, or none; get one, and ask again.
      // PERMISSION_DENIED: asking again is of no use, somebody has to grant the right.
      Problem problem = Problem.of(refused);
      return List.of(problem.code().name(), problem.reason());
    }
  }
}
