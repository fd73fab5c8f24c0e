package io.github.sam4j.cli.evaluate;

import io.github.sam4j.ModelInfo;
import java.util.Locale;

/** What stands above a model's table. */
final class ModelLine {
  private ModelLine() {}

  static String of(ModelContestant model, int threads) {
    ModelInfo info = model.info();
    double millis = model.medianEncoderMillis();
    return String.format(
        Locale.ROOT,
        "%s: %s, input %d x %d, %s engine, %s; encoder %s on %d %s",
        model.model(),
        info.family(),
        info.inputSize(),
        info.inputSize(),
        info.engine(),
        info.precision(),
        Double.isNaN(millis) ? "not run" : String.format(Locale.ROOT, "%.1f ms (median)", millis),
        threads,
        threads == 1 ? "thread" : "threads");
  }
}
