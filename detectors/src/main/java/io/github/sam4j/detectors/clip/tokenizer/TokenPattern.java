package io.github.sam4j.detectors.clip.tokenizer;

import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts normalised text into the words that pairs are merged in: the special tokens' spellings,
 * English contractions, runs of letters, single numbers, runs of what is neither letter, number nor
 * space. White space is dropped.
 *
 * <p>It is a scanner rather than a regular expression so that it can use {@link CharacterClasses}.
 */
final class TokenPattern {
  private static final String[] SPECIAL = {"startoftext", "endoftext"};
  private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

  private TokenPattern() {}

  /**
   * Hands over the words in their order.
   *
   * @param sink takes a word and says whether it wants more
   * @return whether the sink wants more
   */
  static boolean split(String text, Predicate<String> sink) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      String special = c == '<' ? special(text, at) : null;
      if (special != null) {
        // A second pattern, that of the byte-level step, cuts the spelling in three.
        if (!sink.test("<|") || !sink.test(special) || !sink.test("|>")) {
          return false;
        }
        at += special.length() + 4;
        continue;
      }
      int end = CharacterClasses.isSpace(c) ? -1 : wordEnd(text, at, c);
      if (end >= 0 && !sink.test(text.substring(at, end))) {
        return false;
      }
      at = end >= 0 ? end : at + Character.charCount(c);
    }
    return true;
  }

  private static int wordEnd(String text, int at, int first) {
    if (first == '\'') {
      for (String contraction : CONTRACTIONS) {
        if (text.startsWith(contraction, at)) {
          return at + contraction.length();
        }
      }
    }
    if (CharacterClasses.isLetter(first)) {
      return runEnd(text, at, CharacterClasses::isLetter);
    }
    return CharacterClasses.isNumber(first)
        ? at + Character.charCount(first)
        : runEnd(text, at, TokenPattern::isOther);
  }

  private static boolean isOther(int c) {
    return !CharacterClasses.isSpace(c)
        && !CharacterClasses.isLetter(c)
        && !CharacterClasses.isNumber(c);
  }

  private static int runEnd(String text, int from, IntPredicate member) {
    int end = from;
    while (end < text.length() && member.test(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static @Nullable String special(String text, int at) {
    for (String name : SPECIAL) {
      if (text.startsWith("<|" + name + "|>", at)) {
        return name;
      }
    }
    return null;
  }
}
