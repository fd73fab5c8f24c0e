package io.github.sam4j.cli.segment;

import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.formats.Failure;
import io.github.sam4j.formats.JobListener;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over pictures: its progress, its counts and its times. */
final class SegmentRun implements JobListener {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRun.class);

  private final Progress progress;
  private int skipped;
  private int failed;
  private int pictures;
  private long masks;
  private Duration embedding = Duration.ZERO;
  private Duration decoding = Duration.ZERO;

  SegmentRun(Progress progress) {
    this.progress = progress;
  }

  /** Segments the pictures that have prompts or need none, one after the other. */
  void over(List<Picture> found, PromptSource prompts, SegmentJob job) {
    if (prompts instanceof PromptSource.FromFile file) {
      for (String name : file.file().unmatched(found.stream().map(Picture::file).toList())) {
        LOG.warn("prompts for '{}', but there is no such picture", name);
      }
    }
    for (Picture picture : found) {
      prompts.of(picture).ifPresentOrElse(job::add, () -> skip(picture));
    }
  }

  private void skip(Picture picture) {
    skipped++;
    progress.done(picture.file() + ": skipped, the prompts file does not name it");
  }

  @Override
  public void done(Picture picture, int newMasks, Duration ofEmbedding, Duration ofDecoding) {
    pictures++;
    masks += newMasks;
    embedding = embedding.plus(ofEmbedding);
    decoding = decoding.plus(ofDecoding);
    progress.done(
        "%s: %s; embedding %s, masks %s"
            .formatted(
                picture.file(),
                count(newMasks, "mask"),
                seconds(ofEmbedding),
                seconds(ofDecoding)));
  }

  @Override
  public void failed(Picture picture, Throwable failure) {
    failed++;
    progress.failed(Failure.reason(picture.file(), failure));
    LOG.debug("why", failure);
  }

  /** Whether no picture failed. */
  boolean succeeded() {
    return failed == 0;
  }

  /** The whole run in a line; {@code result} is what to look at. */
  String line(Path result) {
    StringBuilder line = new StringBuilder(count(pictures, "picture"));
    line.append(", ").append(count(masks, "mask"));
    if (skipped > 0) {
      line.append(", ").append(skipped).append(" skipped");
    }
    if (failed > 0) {
      line.append(", ").append(failed).append(" failed");
    }
    line.append("; embedding ").append(seconds(embedding));
    if (pictures > 1) {
      line.append(" (").append(seconds(embedding.dividedBy(pictures))).append(" each)");
    }
    line.append(", masks ").append(seconds(decoding));
    return line.append("; see ").append(result).toString();
  }

  private static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() * 1e-9);
  }
}
