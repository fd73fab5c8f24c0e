package io.github.sam4j.benchmarks.peers;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the pairs of a comparison gave.
 *
 * @param ours one measurement for each pair
 * @param other one measurement for each pair
 */
record Outcome(Comparison comparison, List<Measurement> ours, List<Measurement> other) {
  /** How much longer the other took: ratio of the medians over all pairs. */
  double ratio() {
    return median(other) / median(ours);
  }

  /** How much longer the other took, pair by pair. */
  double[] pairRatios() {
    return IntStream.range(0, ours.size())
        .mapToDouble(i -> other.get(i).seconds() / ours.get(i).seconds())
        .toArray();
  }

  private static double[] seconds(List<Measurement> samples) {
    return samples.stream().mapToDouble(Measurement::seconds).toArray();
  }

  static double median(List<Measurement> samples) {
    return Statistics.median(seconds(samples));
  }

  private static double memory(List<Measurement> samples) {
    return Statistics.median(samples.stream().mapToDouble(Measurement::peak).toArray()) / (1 << 20);
  }

  /** The head of a table of {@link #row}s. */
  static String head() {
    return """
        | work | first | second | first, s: median (least) | second, s: median (least) \
        | second / first, medians | pair by pair: least .. greatest | peak MiB, first | second \
        | load s, first | second | largest difference |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """;
  }

  String row() {
    double[] ratios = pairRatios();
    return "| %s | %s | %s | %s | %s | %.2f | %.2f .. %.2f | %.0f | %.0f | %.2f | %.2f | %s |%n"
        .formatted(
            comparison.task().title(),
            comparison.ours().title(),
            comparison.other().title(),
            spread(ours),
            spread(other),
            ratio(),
            Statistics.least(ratios),
            Statistics.greatest(ratios),
            memory(ours),
            memory(other),
            load(ours),
            load(other),
            difference());
  }

  private static String spread(List<Measurement> samples) {
    double[] seconds = seconds(samples);
    return String.format(
        Locale.ROOT, "%.4g (%.4g)", Statistics.median(seconds), Statistics.least(seconds));
  }

  private static double load(List<Measurement> samples) {
    return Statistics.median(samples.stream().mapToDouble(Measurement::load).toArray());
  }

  private String difference() {
    double difference = ours.get(0).difference(other.get(0));
    return Double.isNaN(difference) ? "-" : String.format(Locale.ROOT, "%.1e", difference);
  }

  /** Where the time of the start went: medians of its parts. */
  String phases() {
    StringBuilder text = new StringBuilder();
    for (List<Measurement> samples : List.of(ours, other)) {
      text.append("\n- ")
          .append((samples == ours ? comparison.ours() : comparison.other()).title())
          .append(':');
      for (String phase : samples.get(0).phases().keySet()) {
        double median =
            Statistics.median(
                samples.stream().mapToDouble(s -> s.phases().getOrDefault(phase, 0.0)).toArray());
        text.append(String.format(Locale.ROOT, " %s %.3f s;", phase, median));
      }
    }
    return text.append('\n').toString();
  }
}
