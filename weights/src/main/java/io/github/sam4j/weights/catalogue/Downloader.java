package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gets files over HTTP: follows redirects (never from https to http), continues what was broken
 * off, checks size and SHA-256, and gives a file its final name only when it is whole. Where the
 * catalogue has no size it is the server's {@code Content-Length} that counts; where it has no
 * SHA-256, the one in the server's {@code X-Linked-Etag} (Hugging Face Hub), if it sends that.
 *
 * <p>Thread-safe. A file that several threads or processes ask for is downloaded once.
 */
public final class Downloader {
  /** System property, {@code true} to never use the network. */
  public static final String OFFLINE_PROPERTY = "sam4j.offline";

  private final Options options;
  private @Nullable HttpClient client;

  private Downloader(Options options) {
    this.options = options;
  }

  /** A downloader with the default options. */
  public static Downloader create() {
    return builder().build();
  }

  /** Begins a downloader with options of its own. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the network is never used. */
  public boolean offline() {
    return options.offline();
  }

  /**
   * Gets a file, unless it is there already (with the expected size, where one is known).
   *
   * @param target its final place; folders are made; {@code .part}, {@code .part.from} and {@code
   *     .lock} files may stand beside it
   * @return {@code target}
   * @throws DownloadException if the file cannot be had, or is not what was expected; what came of
   *     it so far stays in the {@code .part} file to be continued, unless it was wrong
   */
  public Path download(ModelFile file, Path target, DownloadProgress progress) throws IOException {
    if (ModelCache.isWhole(target, file.size())) {
      return target;
    }
    if (options.offline()) {
      throw new DownloadException(
          file.url(), target + " in the cache, since downloads are switched off", "no such file");
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    DownloadLock lock = DownloadLock.take(target);
    try {
      // Another may have finished it while this one waited.
      if (!ModelCache.isWhole(target, file.size())) {
        new Transfer(options, client(), file, target, progress).run();
      }
    } finally {
      lock.close();
    }
    return target;
  }

  /** Made when it is first needed, since it brings threads along. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(options.connectTimeout())
              .build();
      client = made;
    }
    return made;
  }

  /** How a downloader behaves. */
  record Options(
      boolean offline,
      int attempts,
      Duration retryDelay,
      Duration connectTimeout,
      Duration responseTimeout,
      Duration stallTimeout,
      Volume volume) {}

  /** Makes a {@link Downloader}. */
  public static final class Builder {
    private boolean offline = Boolean.getBoolean(OFFLINE_PROPERTY);
    private int attempts = 5;
    private Duration retryDelay = Duration.ofSeconds(1);
    private Duration connectTimeout = Duration.ofSeconds(20);
    private Duration responseTimeout = Duration.ofSeconds(60);
    private Duration stallTimeout = Duration.ofSeconds(60);
    private Volume volume = Volume.DISK;

    private Builder() {}

    /** Whether never to use the network; the default is the property {@code sam4j.offline}. */
    public Builder offline(boolean never) {
      offline = never;
      return this;
    }

    /**
     * How often to try in a row without getting further, the first time included; 1 or more,
     * default 5.
     */
    public Builder attempts(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("expected 1 attempt or more, found: " + count);
      }
      attempts = count;
      return this;
    }

    /** How long to wait before the second attempt; it doubles each time; default 1 s. */
    public Builder retryDelay(Duration delay) {
      retryDelay = positive("retry delay", delay);
      return this;
    }

    /** How long a connection may take, default 20 s. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = positive("connect timeout", timeout);
      return this;
    }

    /** How long a server may take to begin its answer, default 60 s. */
    public Builder responseTimeout(Duration timeout) {
      responseTimeout = positive("response timeout", timeout);
      return this;
    }

    /** How long a server may pause in the middle, default 60 s. */
    public Builder stallTimeout(Duration timeout) {
      stallTimeout = positive("stall timeout", timeout);
      return this;
    }

    Builder volume(Volume disk) {
      volume = disk;
      return this;
    }

    /** Makes it. */
    public Downloader build() {
      return new Downloader(
          new Options(
              offline,
              attempts,
              retryDelay,
              connectTimeout,
              responseTimeout,
              stallTimeout,
              volume));
    }

    private static Duration positive(String what, Duration duration) {
      if (duration.isZero() || duration.isNegative()) {
        throw new IllegalArgumentException("expected a positive " + what + ", found: " + duration);
      }
      return duration;
    }
  }
}
