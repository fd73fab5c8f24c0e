package io.github.sam4j.detectors.clip.tokenizer;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Finds added tokens in a text: leftmost first, the longest of those that begin together. */
final class AddedTokens {
  private final List<AddedToken> tokens;

  AddedTokens(List<AddedToken> tokens) {
    this.tokens =
        tokens.stream()
            .sorted(
                Comparator.comparingInt((AddedToken token) -> token.content().length()).reversed())
            .toList();
  }

  /**
   * Hands over the text between the tokens, where there is some, and the tokens' ids, in order;
   * stops when either sink wants no more.
   *
   * @return whether the sinks want more
   */
  boolean split(String text, Predicate<String> between, IntPredicate id) {
    int from = 0;
    int at = 0;
    while (at < text.length()) {
      AddedToken found = null;
      for (AddedToken token : tokens) {
        if (found == null && text.startsWith(token.content(), at)) {
          found = token;
        }
      }
      if (found == null) {
        at++;
        continue;
      }
      if ((at > from && !between.test(text.substring(from, at))) || !id.test(found.id())) {
        return false;
      }
      at += found.content().length();
      from = at;
    }
    return from == text.length() || between.test(text.substring(from));
  }
}
