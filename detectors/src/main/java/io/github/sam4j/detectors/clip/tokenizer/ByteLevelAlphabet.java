package io.github.sam4j.detectors.clip.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 256 characters that stand for bytes in a byte-level vocabulary: printable Latin-1 for itself,
 * the others, in order, from U+0100 on. It is GPT-2's.
 */
final class ByteLevelAlphabet {
  private static final char[] CHARACTERS = new char[256];
  private static final int[] BYTES = new int[0x100 + 256];

  static {
    Arrays.fill(BYTES, -1);
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable =
          (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
      CHARACTERS[b] = printable ? (char) b : next++;
      BYTES[CHARACTERS[b]] = b;
    }
  }

  private ByteLevelAlphabet() {}

  /** One character for each UTF-8 byte. */
  static String write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] written = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      written[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(written);
  }

  /** The text again; characters outside the alphabet are left out, malformed UTF-8 is U+FFFD. */
  static String read(String written) {
    byte[] bytes = new byte[written.length()];
    int count = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c < BYTES.length && BYTES[c] >= 0) {
        bytes[count++] = (byte) BYTES[c];
      }
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }
}
