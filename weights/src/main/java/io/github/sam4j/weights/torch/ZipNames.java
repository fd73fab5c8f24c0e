package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.MappedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which entry names are accepted. Nothing is ever unpacked; an odd name is a sign of an attack. */
final class ZipNames {
  private static final int MAX_LENGTH = 4096;

  private ZipNames() {}

  static String decode(MappedFile file, long position, int length) {
    if (length > MAX_LENGTH) {
      throw WeightsFormatException.file(
          file.source(), "zip entry names of at most " + MAX_LENGTH + " bytes", length + " bytes");
    }
    return new String(file.read(position, length), StandardCharsets.UTF_8);
  }

  static void check(String source, String name) {
    List<String> parts = List.of(name.split("/", -1));
    boolean odd =
        name.isEmpty()
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.chars().anyMatch(c -> c < ' ')
            || parts.contains("..")
            || parts.contains(".");
    if (odd) {
      throw WeightsFormatException.file(
          source, "zip entry names as torch.save writes them", "'" + name + "'");
    }
  }
}
