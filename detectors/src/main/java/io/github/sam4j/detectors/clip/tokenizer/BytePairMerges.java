package io.github.sam4j.detectors.clip.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair merging of one word: of the neighbouring pairs that the list of merges knows, that of
 * the lowest rank, the leftmost of equals, becomes one token, until none is left (Sennrich et al.,
 * 2016). Immutable and thread-safe.
 */
final class BytePairMerges {
  static final String WORD_END = "</w>";

  private record Merge(int rank, int id) {}

  private record Candidate(int rank, int at, int id) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
    }
  }

  private final Map<String, Integer> vocabulary;
  private final Map<Long, Merge> merges = new HashMap<>();
  private final int unknown;

  /**
   * Makes the table of merges.
   *
   * @param vocabulary tokens and their ids; not changed from here on
   * @param pairs the pairs by rank; their parts and what they make are in the vocabulary
   * @param unknown id of what is not in the vocabulary
   */
  BytePairMerges(Map<String, Integer> vocabulary, Iterable<TokenPair> pairs, int unknown) {
    this.vocabulary = vocabulary;
    this.unknown = unknown;
    int rank = 0;
    for (TokenPair pair : pairs) {
      merges.put(
          key(id(pair.left()), id(pair.right())),
          new Merge(rank++, id(pair.left() + pair.right())));
    }
  }

  /** The ids of a word written in {@link ByteLevelAlphabet}, which is not empty. */
  int[] encode(String word) {
    int count = word.length();
    int[] ids = new int[count];
    int[] next = new int[count];
    int[] previous = new int[count];
    for (int i = 0; i < count; i++) {
      String character = word.substring(i, i + 1);
      ids[i] = id(i == count - 1 ? character + WORD_END : character);
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i + 1 < count; i++) {
      offer(queue, i, ids[i], ids[i + 1]);
    }
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      int at = best.at();
      int right = ids[at] < 0 ? count : next[at];
      if (right >= count || !stillThere(best, ids[at], ids[right])) {
        continue;
      }
      ids[at] = best.id();
      ids[right] = -1;
      next[at] = next[right];
      if (next[at] < count) {
        previous[next[at]] = at;
        offer(queue, at, ids[at], ids[next[at]]);
      }
      if (previous[at] >= 0) {
        offer(queue, previous[at], ids[previous[at]], ids[at]);
      }
    }
    return Arrays.stream(ids).filter(id -> id >= 0).toArray();
  }

  private boolean stillThere(Candidate candidate, int left, int right) {
    Merge merge = merges.get(key(left, right));
    return merge != null && merge.id() == candidate.id();
  }

  private void offer(PriorityQueue<Candidate> queue, int at, int left, int right) {
    Merge merge = merges.get(key(left, right));
    if (merge != null) {
      queue.add(new Candidate(merge.rank(), at, merge.id()));
    }
  }

  private int id(String token) {
    return vocabulary.getOrDefault(token, unknown);
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }
}
