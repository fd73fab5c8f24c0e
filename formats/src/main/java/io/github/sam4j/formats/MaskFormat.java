package io.github.sam4j.formats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A way to write what was found in pictures. Immutable and thread-safe.
 *
 * <p>The door for formats: a public class with a public constructor without arguments, named by a
 * line of {@code META-INF/services/io.github.sam4j.formats.MaskFormat}. From then on it is among
 * {@link Formats#all()}, and the command offers it.
 */
public interface MaskFormat {
  /** What it is asked for by: lower-case letters, digits and hyphens, of no other format. */
  String id();

  /** What it writes, in one line for a list of formats. */
  String description();

  /**
   * The same format with one of its options set. Formats without options keep this one.
   *
   * @throws IllegalArgumentException if it has no such option, or the option no such value
   */
  default MaskFormat with(String option, String value) {
    throw new IllegalArgumentException("format %s has no option '%s'".formatted(id(), option));
  }

  /**
   * Whether its file of a picture says that the picture is complete. Such a format is written after
   * all others, and only where none of them failed.
   */
  default boolean completes() {
    return false;
  }

  /**
   * Begins a job.
   *
   * @param folder where the files go; it is made with the first of them
   * @param job what the job is
   */
  Sink open(Path folder, JobInfo job) throws IOException;

  /**
   * Takes the pictures of one job, one after the other, and need not be thread-safe. Every file is
   * complete or not there: write them with {@link io.github.sam4j.core.io.AtomicFile}, over those
   * of an earlier job. It may keep of a picture what its last file needs, but not its pixels: there
   * may be a million pictures.
   */
  @FunctionalInterface
  interface Sink extends Closeable {
    /** Writes a picture's own files, or keeps what {@link #close} will write. */
    void write(SegmentedPicture picture) throws IOException;

    /**
     * A picture is about to be written, in this format or another: takes away what says that an
     * earlier job's files of it are complete.
     */
    default void begin(Picture picture) throws IOException {}

    /**
     * A picture failed: it could not be read or segmented, or a format failed on it, this one or
     * another. Whole files that this sink wrote of it may stay.
     *
     * @param reason why, in one line
     */
    default void failed(Picture picture, String reason) {}

    /** Writes what belongs to the whole job; called once, after the last picture. */
    @Override
    default void close() throws IOException {}
  }
}
