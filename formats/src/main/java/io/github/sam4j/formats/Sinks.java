package io.github.sam4j.formats;

import io.github.sam4j.ModelInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The formats of one job: those that say that a picture is complete come last. */
final class Sinks implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

  private record Open(MaskFormat format, MaskFormat.Sink sink) {}

  private final List<Open> sinks = new ArrayList<>();

  private Sinks() {}

  /** Begins a job in each format. */
  static Sinks open(List<MaskFormat> formats, Path folder, ModelInfo model) throws IOException {
    JobInfo job =
        new JobInfo(
            model, formats.stream().map(MaskFormat::id).collect(Collectors.toUnmodifiableSet()));
    Sinks opened = new Sinks();
    for (MaskFormat format :
        formats.stream().sorted(Comparator.comparing(MaskFormat::completes)).toList()) {
      try {
        opened.sinks.add(new Open(format, format.open(folder, job)));
      } catch (IOException | RuntimeException e) {
        throw closed(opened, failure(format, e));
      }
    }
    return opened;
  }

  private static IOException closed(Sinks opened, IOException failure) {
    try {
      opened.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /**
   * Writes a picture in each format.
   *
   * @throws IOException if one fails, naming it; the others have written, but for those that would
   *     say that the picture is complete
   */
  void write(SegmentedPicture picture) throws IOException {
    IOException failure = null;
    for (Open open : sinks) {
      failure = attempt(open, sink -> sink.begin(picture.picture()), failure);
    }
    if (failure != null) {
      throw failure;
    }
    for (Open open : sinks) {
      if (failure != null && open.format().completes()) {
        break;
      }
      failure = attempt(open, sink -> sink.write(picture), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Tells each format of a picture that failed. */
  void failed(Picture picture, String reason) {
    for (Open open : sinks) {
      IOException failure = attempt(open, sink -> sink.failed(picture, reason), null);
      if (failure != null) {
        LOG.warn("{}: {}", picture.file(), Failure.reason(failure));
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Open open : sinks) {
      failure = attempt(open, MaskFormat.Sink::close, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private interface Step {
    void with(MaskFormat.Sink sink) throws IOException;
  }

  /** What failed before, what fails now, or null. */
  private static @Nullable IOException attempt(Open open, Step step, @Nullable IOException before) {
    try {
      step.with(open.sink());
      return before;
    } catch (IOException | RuntimeException e) {
      if (before == null) {
        return failure(open.format(), e);
      }
      before.addSuppressed(failure(open.format(), e));
      return before;
    }
  }

  private static IOException failure(MaskFormat format, Exception e) {
    return new IOException("format %s: %s".formatted(format.id(), Failure.reason(e)), e);
  }
}
