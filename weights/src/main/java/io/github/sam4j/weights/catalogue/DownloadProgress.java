package io.github.sam4j.weights.catalogue;

import org.slf4j.LoggerFactory;

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

  /**
   * A model is about to be downloaded whose licence forbids something. By default that is told
   * through SLF4J at WARN.
   */
  default void restricted(String model, Licence licence) {
    LoggerFactory.getLogger(DownloadProgress.class)
        .warn("{}: {}", model, licence.restriction().orElse(licence.id()));
  }
}
