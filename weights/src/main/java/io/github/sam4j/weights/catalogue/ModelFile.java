package io.github.sam4j.weights.catalogue;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a published checkpoint.
 *
 * @param name what it is called in the cache, without folders
 * @param url where its authors publish it (http or https)
 * @param size in bytes, null if it is not known
 * @param sha256 64 hexadecimal digits, null if it is not known
 */
public record ModelFile(String name, URI url, @Nullable Long size, @Nullable String sha256) {
  /** Checks every component. */
  public ModelFile {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException("expected a file name without folders, found: " + name);
    }
    String scheme = url.getScheme();
    if (url.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException(name + ": expected an http(s) address, found: " + url);
    }
    if (size != null && size < 0) {
      throw new IllegalArgumentException(name + ": expected a size of 0 or more, found: " + size);
    }
    if (sha256 != null) {
      sha256 = sha256.toLowerCase(Locale.ROOT);
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            name + ": expected 64 hexadecimal digits of SHA-256, found: " + sha256);
      }
    }
  }
}
