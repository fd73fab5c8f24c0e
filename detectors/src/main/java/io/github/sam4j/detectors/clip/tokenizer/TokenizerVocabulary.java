package io.github.sam4j.detectors.clip.tokenizer;

import java.util.List;
import java.util.Map;

/**
 * What a checkpoint's tokenizer files say, checked. Immutable.
 *
 * @param ids every token's id
 * @param merges pairs by rank
 * @param added tokens recognised as a whole
 * @param start id before a text
 * @param end id after a text
 * @param padding id that fills the positions left
 * @param unknown id of what the vocabulary lacks
 */
record TokenizerVocabulary(
    Map<String, Integer> ids,
    List<TokenPair> merges,
    List<AddedToken> added,
    int start,
    int end,
    int padding,
    int unknown) {
  TokenizerVocabulary {
    ids = Map.copyOf(ids);
    merges = List.copyOf(merges);
    added = List.copyOf(added);
  }
}
