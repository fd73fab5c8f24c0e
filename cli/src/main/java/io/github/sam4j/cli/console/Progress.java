package io.github.sam4j.cli.console;

import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far a run is: a bar on a terminal, lines in a log. */
public interface Progress extends AutoCloseable {
  /** A picture is finished. */
  void done(String line);

  /** A picture failed. */
  void failed(String line);

  @Override
  void close();

  /** For a run over so many pictures; the task is what a bar is called. */
  static Progress of(String task, int pictures) {
    return watched() ? new Bar(task, pictures) : new Lines();
  }

  /** Whether a person is watching, so that bars may be drawn. */
  static boolean watched() {
    // Set by the launcher: a JVM cannot ask about stderr alone.
    return Boolean.getBoolean("sam4j.terminal");
  }

  /**
   * Begins a bar.
   *
   * @param max where it ends, -1 if that is not known
   */
  static ProgressBarBuilder bar(String task, long max) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(max)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200);
  }

  /** Log lines. */
  final class Lines implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    @Override
    public void done(String line) {
      LOG.info("{}", line);
    }

    @Override
    public void failed(String line) {
      LOG.error("{}", line);
    }

    @Override
    public void close() {}
  }

  /** A bar; what failed is counted beside it and told when it is gone, so that it stays whole. */
  final class Bar implements Progress {
    private final ProgressBar bar;
    private final List<String> failures = new ArrayList<>();

    Bar(String task, int pictures) {
      bar = Progress.bar(task, pictures).build();
    }

    @Override
    public void done(String line) {
      bar.step();
    }

    @Override
    public void failed(String line) {
      failures.add(line);
      bar.setExtraMessage(failures.size() + " failed");
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
      failures.forEach(line -> Lines.LOG.error("{}", line));
    }
  }
}
