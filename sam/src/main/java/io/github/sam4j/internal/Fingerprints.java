package io.github.sam4j.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What tells models apart whose embeddings do not fit each other.
 *
 * @param current names, shapes and sampled values of all tensors of the image encoder
 * @param format1 as embedding files of the first format have it: names and shapes of all tensors,
 *     values of the small ones in the encoder's neck
 */
public record Fingerprints(String current, String format1) {
  /** Of the same weights behind another preprocessing, which give other embeddings. */
  Fingerprints behind(String preprocessing) {
    return new Fingerprints(
        behind(current, preprocessing), "format 1 knows no preprocessing: " + format1);
  }

  private static String behind(String fingerprint, String preprocessing) {
    byte[] text = (fingerprint + " " + preprocessing).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(TrackedParameters.sha256().digest(text), 0, 16);
  }
}
