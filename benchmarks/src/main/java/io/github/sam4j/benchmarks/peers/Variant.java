package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Precision;
import java.util.Locale;

/** One column of a comparison: whose inference, on how many threads, in which number format. */
record Variant(Side side, int threads, Precision precision) {
  String title() {
    String format =
        precision == Precision.F32 ? "" : ", " + precision.name().toLowerCase(Locale.ROOT);
    return "%s, %d thread%s%s".formatted(side.title(), threads, threads == 1 ? "" : "s", format);
  }
}
