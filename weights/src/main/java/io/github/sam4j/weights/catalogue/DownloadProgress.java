package io.github.sam4j.weights.catalogue;

/** Hears how a download goes, on the downloading thread; it should return soon. */
@FunctionalInterface
public interface DownloadProgress {
  /** Hears nothing. */
  DownloadProgress NONE = (file, done, total) -> {};

  /**
   * Some bytes have come.
   *
   * @param file name of the file
   * @param done bytes that are here, also from earlier attempts
   * @param total bytes of the whole file, -1 if that is not known
   */
  void update(String file, long done, long total);
}
