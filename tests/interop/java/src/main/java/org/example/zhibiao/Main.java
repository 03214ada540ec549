package org.example.zhibiao;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.grpc.StatusException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A caller of a Zhibiao hub: what a system that reports and reads figures needs, one case after the other. Without
 * arguments every case runs that needs no more than a hub; else those that are named.
 */
public final class Main {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private static final Map<String, Case> CASES = new LinkedHashMap<>();
  private static final Map<String, Case> SPECIAL = Map.of("credentials", Rights::show, "moved", Move::follow);

  static {
    CASES.put("unary", Reads::series);
    CASES.put("server-stream", Reads::export);
    CASES.put("client-stream", ReportFile::upload);
    CASES.put("bidirectional", MachineStream::deliver);
    CASES.put("deadline", Reads::waitTooLong);
    CASES.put("rich-errors", Reads::askWrongly);
    CASES.put("metadata", Reads::inBothLanguages);
  }

  private Main() {}

  /** Runs the cases; ends with 1 when one failed. */
  public static void main(String[] arguments) throws Exception {
    boolean passed = true;
    try (Hub hub = new Hub(Settings.fromEnvironment())) {
      for (String name : arguments.length > 0 ? List.of(arguments) : CASES.keySet()) {
        passed &= tell(hub, name);
      }
    }
    System.exit(passed ? 0 : 1);
  }

  /** Runs a case and prints one line of JSON about it. */
  private static boolean tell(Hub hub, String name) throws Exception {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("case", name);
    try {
      Case chosen = CASES.getOrDefault(name, SPECIAL.get(name));
      if (chosen == null) {
        throw new IllegalStateException("there is no such case");
      }
      line.put("passed", true);
      line.putAll(chosen.run(hub));
    } catch (StatusException error) {
      line.put("passed", false);
      line.put("problem", Problem.of(error).toString());
    } catch (IllegalStateException unexpected) {
      line.put("passed", false);
      line.put("problem", unexpected.getMessage());
    }
    say(line);
    return Boolean.TRUE.equals(line.get("passed"));
  }

  static void say(Map<String, Object> line) {
    OUT.println(JSON.toJson(line));
  }
}
