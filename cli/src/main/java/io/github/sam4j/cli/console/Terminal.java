package io.github.sam4j.cli.console;

import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Whether a person is watching, and the bars for that person. */
public final class Terminal {
  /** Set by the launcher where a person is watching: a JVM cannot ask about stderr alone. */
  private static final String PROPERTY = "sam4j.terminal";

  private Terminal() {}

  /** Whether a person is watching, so that bars may be drawn. */
  public static boolean watched() {
    return Boolean.getBoolean(PROPERTY);
  }

  /**
   * Begins a bar.
   *
   * @param max where it ends, -1 if that is not known
   */
  public static ProgressBarBuilder bar(String task, long max) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(max)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200);
  }
}
