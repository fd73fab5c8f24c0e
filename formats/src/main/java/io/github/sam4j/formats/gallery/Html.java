package io.github.sam4j.formats.gallery;

import java.net.URI;
import java.net.URISyntaxException;

/** Puts names into a page so that they stay names. */
final class Html {
  private Html() {}

  /** As text or as an attribute's value in double quotes. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A relative path with forward slashes as a link, for an attribute in double quotes. */
  static String link(String path) {
    try {
      // The leading "./" keeps a colon in the path from being taken for a scheme.
      return text(new URI(null, null, "./" + path, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no link can be made of " + path, e);
    }
  }
}
