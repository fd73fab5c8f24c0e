package io.github.sam4j.detectors.clip.tokenizer;

import java.text.Normalizer;

/** CLIP's normalisation: NFC, one space for every run of white space, lower case. */
final class TextNormalizer {
  private TextNormalizer() {}

  static String normalize(String text) {
    String composed = compose(text);
    StringBuilder out = new StringBuilder(composed.length());
    boolean inSpace = false;
    for (int i = 0; i < composed.length(); ) {
      int c = composed.codePointAt(i);
      i += Character.charCount(c);
      boolean space = CharacterClasses.isSpace(c);
      if (!space) {
        CharacterClasses.appendLower(out, c);
      } else if (!inSpace) {
        out.append(' ');
      }
      inSpace = space;
    }
    return out.toString();
  }

  /** UTF-8 has no lone surrogates: each becomes U+FFFD. */
  static String wellFormed(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, '\uFFFD');
      }
      i += Character.charCount(c);
    }
    return out == null ? text : out.toString();
  }

  /** NFC, but what is younger than the reference's tables stays as and where it is. */
  private static String compose(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (CharacterClasses.isStarterSince(c)) {
        out.append(nfc(text.substring(from, i))).append(text, i, next);
        from = next;
      }
      i = next;
    }
    return out.append(nfc(text.substring(from))).toString();
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
