package io.github.sam4j.weights.catalogue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tells of a model's download in lines of text: what comes from where, a line for each tenth of a
 * file or each ten seconds, and where it lies in the end.
 */
final class DownloadLog implements DownloadProgress {
  private static final int TENTHS = 10;
  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();
  private static final double MEGABYTE = 1e6;

  private final Consumer<String> log;
  private final LongSupplier nanoTime;
  private String file = "";
  private long told;
  private long toldAt;

  DownloadLog(Consumer<String> log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void begin(ModelEntry entry, Path target) {
    String hosts =
        entry.files().stream()
            .map(file -> file.url().getHost())
            .distinct()
            .collect(Collectors.joining(", "));
    log.accept(
        "Downloading %s (%s) from %s to %s".formatted(entry.name(), size(entry), hosts, target));
  }

  @Override
  public void update(String name, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!name.equals(file)) {
      file = name;
      told = 0;
      toldAt = now;
    }
    long tenth = total > 0 ? done * TENTHS / total : told;
    if (tenth == told && now - toldAt < INTERVAL) {
      return;
    }
    told = tenth;
    toldAt = now;
    log.accept(
        total > 0
            ? "%s: %d%% of %s".formatted(name, done * 100 / total, size(total))
            : "%s: %s".formatted(name, size(done)));
  }

  void end(ModelEntry entry, Path path) {
    log.accept("%s is in %s".formatted(entry.name(), path));
  }

  private static String size(ModelEntry entry) {
    long sum = 0;
    for (ModelFile file : entry.files()) {
      Long size = file.size();
      if (size == null) {
        return "size unknown";
      }
      sum += size;
    }
    return size(sum);
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }
}
