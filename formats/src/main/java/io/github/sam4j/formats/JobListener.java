package io.github.sam4j.formats;

import java.time.Duration;

/** Hears how far a job is, on the job's thread. */
public interface JobListener {
  /**
   * A picture is segmented and written.
   *
   * @param masks how many masks it has
   * @param embedding what the image encoder took
   * @param decoding what the masks took
   */
  void done(Picture picture, int masks, Duration embedding, Duration decoding);

  /** A picture failed, or a format failed on it; the job goes on. */
  void failed(Picture picture, Throwable failure);
}
