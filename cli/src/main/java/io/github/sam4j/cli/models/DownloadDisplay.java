package io.github.sam4j.cli.models;

import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import java.time.Duration;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Shows how far a download is: a bar for each file on a terminal, lines in a log. */
interface DownloadDisplay extends DownloadProgress, AutoCloseable {
  @Override
  void close();

  /** For the files of one model, which come one after the other. */
  static DownloadDisplay create() {
    return Progress.watched()
        ? new Bars()
        : new Lines(LoggerFactory.getLogger(DownloadDisplay.class)::info);
  }

  /** A line for each tenth of a file, or for each 50 MB where its size is not known. */
  final class Lines implements DownloadDisplay {
    private static final int TENTHS = 10;
    private static final long STEP = 50 * Sizes.UNIT_BYTES;

    private final Consumer<String> log;
    private String file = "";
    private long told;

    Lines(Consumer<String> log) {
      this.log = log;
    }

    @Override
    public void update(String name, long done, long total) {
      long step = total > 0 ? done * TENTHS / total : done / STEP;
      if (name.equals(file) && step == told) {
        return;
      }
      file = name;
      told = step;
      log.accept("%s: %s of %s".formatted(name, Sizes.of(done), total < 0 ? "?" : Sizes.of(total)));
    }

    @Override
    public void close() {}
  }

  /** A bar, then the next. */
  final class Bars implements DownloadDisplay {
    private String file = "";
    private @Nullable ProgressBar bar;

    @Override
    public void update(String name, long done, long total) {
      if (bar == null || !name.equals(file)) {
        close();
        file = name;
        bar =
            Progress.bar(name, total)
                .setUnit(Sizes.UNIT, Sizes.UNIT_BYTES)
                .showSpeed()
                .startsFrom(done, Duration.ZERO)
                .build();
      }
      bar.stepTo(done);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}
