package io.github.sam4j.cli.segment;

import java.nio.file.Path;
import java.util.Locale;

/** Counts and times of a run. */
final class RunSummary {
  int failed;
  int skipped;
  private int pictures;
  private long masks;
  private long embeddingNanos;
  private long maskNanos;

  /** Counts a picture and says so in a line. */
  String add(Path file, int newMasks, long newEmbeddingNanos, long newMaskNanos) {
    pictures++;
    masks += newMasks;
    embeddingNanos += newEmbeddingNanos;
    maskNanos += newMaskNanos;
    return "%s: %s; embedding %s, masks %s"
        .formatted(
            file, count(newMasks, "mask"), seconds(newEmbeddingNanos), seconds(newMaskNanos));
  }

  int failed() {
    return failed;
  }

  /** The whole run in a line. */
  String line(Path output) {
    StringBuilder line = new StringBuilder(count(pictures, "picture"));
    line.append(", ").append(count(masks, "mask"));
    if (skipped > 0) {
      line.append(", ").append(skipped).append(" skipped");
    }
    if (failed > 0) {
      line.append(", ").append(failed).append(" failed");
    }
    line.append("; embedding ").append(seconds(embeddingNanos));
    if (pictures > 1) {
      line.append(" (").append(seconds(embeddingNanos / pictures)).append(" each)");
    }
    line.append(", masks ").append(seconds(maskNanos));
    return line.append("; see ").append(output.resolve("index.html")).toString();
  }

  private static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos * 1e-9);
  }
}
