package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The machine's product rate, measured before each comparison since a shared machine's rate moves,
 * and the part of it that models reach.
 */
final class RateReport {
  private final Path folder;
  private final int threads;
  private final List<Double> medians = new ArrayList<>();
  private final List<Double> bests = new ArrayList<>();

  RateReport(Path folder, int threads) {
    this.folder = folder;
    this.threads = threads;
  }

  /** GFLOP/s: the median and the best of one process. */
  private double[] measure(int count, Precision precision) throws IOException {
    Measurement m =
        Processes.measure(
            new Settings(
                Side.SAM4J,
                Task.RATE,
                count,
                precision,
                1,
                Task.RATE.warmup(),
                Task.RATE.runs(),
                folder));
    double work = 2e-9 * ProductRate.MULTIPLY_ADDS;
    return new double[] {work / m.seconds(), work / Statistics.least(m.times())};
  }

  /** Measures once more on all threads, in float32. */
  void measure() throws IOException {
    double[] rate = measure(threads, Precision.F32);
    medians.add(rate[0]);
    bests.add(rate[1]);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The rates, in Markdown. */
  String rates() throws IOException {
    if (medians.isEmpty()) {
      measure();
    }
    double[] one = measure(1, Precision.F32);
    double[] bf16 = measure(threads, Precision.BF16);
    return String.format(
        Locale.ROOT,
        """

        Product rate, 4096 x 768 by 768 x 3072 with packed weights, GFLOP/s, median (best):
        float32 on %d threads %.0f (%.0f) over %d processes; on 1 thread %.0f (%.0f); \
        bf16 on %d threads %.0f (%.0f).
        """,
        threads,
        Statistics.median(array(medians)),
        Statistics.greatest(array(bests)),
        medians.size(),
        one[0],
        one[1],
        threads,
        bf16[0],
        bf16[1]);
  }

  /** The part of the rate that both sides reach, in Markdown. */
  String shares(List<Outcome> outcomes) {
    double median = Statistics.median(array(medians));
    StringBuilder text =
        new StringBuilder(
            """

            | work | multiply-adds, 10^9 | sam4j GFLOP/s | of the rate | ONNX Runtime GFLOP/s | of the rate |
            |---|---|---|---|---|---|
            """);
    for (Outcome outcome : outcomes) {
      Comparison comparison = outcome.comparison();
      if (comparison.other().side() != Side.ONNX_RUNTIME
          || comparison.ours().side() != Side.SAM4J) {
        continue;
      }
      comparison
          .task()
          .multiplyAdds(new Models(folder))
          .ifPresent(
              count -> {
                double ours = 2e-9 * count / Outcome.median(outcome.ours());
                double other = 2e-9 * count / Outcome.median(outcome.other());
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %.2f | %.0f | %.0f %% | %.0f | %.0f %% |%n",
                        comparison.task().title(),
                        count / 1e9,
                        ours,
                        100 * ours / median,
                        other,
                        100 * other / median));
              });
    }
    return text.toString();
  }
}
