package io.github.sam4j.detectors.clip.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters, numbers, white space and lower case as the reference tokenizer's engines know them
 * (Unicode 16; lower case Unicode 17), which a JDK's own tables are not: JDK 17 has Unicode 13. The
 * resource is written by {@code tools/tokenizer_reference.py}.
 */
final class CharacterClasses {
  private static final int RADIX = 36;
  private static final BitSet LETTERS;
  private static final BitSet NUMBERS;
  private static final BitSet SPACES;
  private static final BitSet STARTERS;
  private static final Map<Integer, Integer> LOWER;

  static {
    Map<String, String> lines = lines();
    LETTERS = set(lines, "letters");
    NUMBERS = set(lines, "numbers");
    SPACES = set(lines, "spaces");
    STARTERS = set(lines, "starters");
    LOWER = shifts(line(lines, "lower"));
  }

  private CharacterClasses() {}

  /** General category L. */
  static boolean isLetter(int codePoint) {
    return LETTERS.get(codePoint);
  }

  /** General category N: digits, Roman numerals, superscripts, circled numbers. */
  static boolean isNumber(int codePoint) {
    return NUMBERS.get(codePoint);
  }

  /** Unicode's White_Space. */
  static boolean isSpace(int codePoint) {
    return SPACES.get(codePoint);
  }

  /** Younger than the reference's NFC (Unicode 9), to which it neither moves nor composes. */
  static boolean isStarterSince(int codePoint) {
    return STARTERS.get(codePoint);
  }

  /** Lower case regardless of context: a final sigma is like any other. */
  static void appendLower(StringBuilder out, int codePoint) {
    if (codePoint == 'İ') {
      out.append("i\u0307");
    } else {
      out.appendCodePoint(LOWER.getOrDefault(codePoint, codePoint));
    }
  }

  private static Map<String, String> lines() {
    Map<String, String> lines = new HashMap<>();
    String name = "character-classes.txt";
    try (InputStream bytes = CharacterClasses.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.US_ASCII));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int space = line.indexOf(' ');
        lines.put(line.substring(0, space), line.substring(space + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static String line(Map<String, String> lines, String name) {
    String line = lines.get(name);
    if (line == null) {
      throw new IllegalStateException("the character classes lack " + name);
    }
    return line;
  }

  /** Runs of code points: how far from the end of the last run, how many. */
  private static BitSet set(Map<String, String> lines, String name) {
    BitSet set = new BitSet();
    int at = 0;
    for (String run : line(lines, name).split(" ", -1)) {
      int comma = run.indexOf(',');
      int start = at + Integer.parseInt(run.substring(0, comma), RADIX);
      at = start + Integer.parseInt(run.substring(comma + 1), RADIX);
      set.set(start, at);
    }
    return set;
  }

  /** Runs of code points: how far from the end of the last, how many, every which, shifted by. */
  private static Map<Integer, Integer> shifts(String line) {
    Map<Integer, Integer> shifts = new HashMap<>();
    int at = 0;
    for (String run : line.split(" ", -1)) {
      String[] parts = run.split(",", -1);
      int from = at + Integer.parseInt(parts[0], RADIX);
      int count = Integer.parseInt(parts[1], RADIX);
      int stride = Integer.parseInt(parts[2], RADIX);
      int delta = Integer.parseInt(parts[3], RADIX);
      for (int i = 0; i < count; i++) {
        at = from + i * stride;
        shifts.put(at, at + delta);
      }
      at++;
    }
    return Map.copyOf(shifts);
  }
}
