package io.github.sam4j.benchmarks.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a measuring process said.
 *
 * @param load seconds until it could run
 * @param times seconds of each run
 * @param peak the most resident memory, in bytes
 * @param values some of the result's values
 * @param phases seconds of the parts of a run, in order, where they were told apart
 */
record Measurement(
    double load, double[] times, long peak, float[] values, Map<String, Double> phases) {
  static Measurement of(List<String> lines) {
    Map<String, String> said = new LinkedHashMap<>();
    Map<String, Double> phases = new LinkedHashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (line.startsWith("@phase.")) {
        phases.put(
            line.substring("@phase.".length(), equals),
            Double.parseDouble(line.substring(equals + 1)));
      } else if (line.startsWith("@")) {
        said.put(line.substring(1, equals), line.substring(equals + 1));
      }
    }
    if (!said.containsKey("times") || !said.containsKey("peak")) {
      throw new IllegalStateException("a measuring process said only " + lines);
    }
    double[] shown = numbers(said.getOrDefault("values", ""));
    float[] values = new float[shown.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) shown[i];
    }
    return new Measurement(
        Double.parseDouble(said.getOrDefault("load", "0")),
        numbers(said.getOrDefault("times", "")),
        Long.parseLong(said.getOrDefault("peak", "0")),
        values,
        phases);
  }

  private static double[] numbers(String text) {
    return text.isEmpty()
        ? new double[0]
        : Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The median of its runs, in seconds. */
  double seconds() {
    return Statistics.median(times);
  }

  /** The largest difference of a value from another measurement's; NaN if they do not compare. */
  double difference(Measurement other) {
    if (values.length == 0 || values.length != other.values.length) {
      return Double.NaN;
    }
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      most = Math.max(most, Math.abs(values[i] - other.values[i]));
    }
    return most;
  }
}
