package io.github.sam4j.cli.console;

import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
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
    return Terminal.watched() ? new Bar(task, pictures) : new Lines();
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
      bar = Terminal.bar(task, pictures).build();
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
