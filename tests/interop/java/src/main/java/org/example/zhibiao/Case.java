package org.example.zhibiao;

import java.util.Map;

/** One way of calling. */
@FunctionalInterface
interface Case {
  /** Makes the calls, and gives what it saw, for whoever checks it. */
  Map<String, Object> run(Hub hub) throws Exception;
}
