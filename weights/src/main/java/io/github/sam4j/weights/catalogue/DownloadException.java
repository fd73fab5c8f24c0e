package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A file that could not be had, or is not the one that was expected. */
public class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  private final URI url;
  private final String expected;
  private final String found;

  /** With what was expected and found at an address. */
  public DownloadException(URI url, String expected, String found) {
    this(url, expected, found, null);
  }

  /** With what was expected and found at an address, and what caused it. */
  public DownloadException(URI url, String expected, String found, @Nullable Throwable cause) {
    super("%s: expected %s, found %s".formatted(url, expected, found), cause);
    this.url = url;
    this.expected = expected;
    this.found = found;
  }

  /** The address. */
  public URI url() {
    return url;
  }

  /** What was expected. */
  public String expected() {
    return expected;
  }

  /** What was found. */
  public String found() {
    return found;
  }
}
