package io.github.sam4j.core.mask;

/**
 * The string form of COCO's run lengths. From the fourth count on, each is written as its
 * difference from the count two before; a number goes out in groups of five bits, least first, one
 * character for each: the group, 32 more where another follows, 48 more to be printable. The last
 * group's highest bit is the sign.
 */
final class CocoString {
  private CocoString() {}

  static String encode(int[] counts) {
    StringBuilder text = new StringBuilder(counts.length * 2);
    for (int i = 0; i < counts.length; i++) {
      int left = i > 2 ? counts[i] - counts[i - 2] : counts[i];
      boolean more = true;
      while (more) {
        int group = left & 31;
        left >>= 5;
        more = left != ((group & 16) != 0 ? -1 : 0);
        text.append((char) (48 + group + (more ? 32 : 0)));
      }
    }
    return text.toString();
  }

  static int[] decode(String text) {
    RunLengths counts = new RunLengths();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      long value = 0;
      int bits = 0;
      int group;
      do {
        if (at == text.length()) {
          throw new IllegalArgumentException(
              "COCO run lengths end inside the number that begins at character " + start);
        }
        group = text.charAt(at) - 48;
        if (group < 0 || group > 63) {
          throw new IllegalArgumentException(
              "COCO run lengths are of characters '0' to 'o', found U+%04X at character %d"
                  .formatted((int) text.charAt(at), at));
        }
        if (bits > 30) {
          throw new IllegalArgumentException(
              "a COCO run length has at most 7 characters, found more from character " + start);
        }
        value |= (long) (group & 31) << bits;
        bits += 5;
        at++;
      } while ((group & 32) != 0);
      if ((group & 16) != 0) {
        value |= -1L << bits;
      }
      if (counts.size() > 2) {
        value += counts.get(counts.size() - 2);
      }
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a COCO run length must be from 0 to %d, found %d at character %d"
                .formatted(Integer.MAX_VALUE, value, start));
      }
      counts.add((int) value);
    }
    return counts.toArray();
  }
}
