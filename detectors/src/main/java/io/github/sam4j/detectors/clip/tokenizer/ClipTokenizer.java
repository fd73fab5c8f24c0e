package io.github.sam4j.detectors.clip.tokenizer;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * CLIP's byte-level byte-pair tokenizer (Radford et al., 2021): text to the ids that a CLIP text
 * encoder was trained on, the same as Hugging Face's {@code CLIPTokenizerFast} gives for the same
 * files.
 *
 * <p>Immutable and thread-safe; a bounded cache of words is all that changes. With CLIP's own
 * vocabulary (49408 tokens) it holds about 15 MiB on the Java heap.
 */
public final class ClipTokenizer {
  private static final int CACHED_WORDS = 4096;
  private static final int CACHED_LENGTH = 64;

  private final TokenizerVocabulary vocabulary;
  private final BytePairMerges merges;
  private final AddedTokens inText;
  private final AddedTokens inNormalized;
  private final Map<Integer, String> tokens = new HashMap<>();
  private final ConcurrentHashMap<String, int[]> words = new ConcurrentHashMap<>();

  ClipTokenizer(TokenizerVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.merges = new BytePairMerges(vocabulary.ids(), vocabulary.merges(), vocabulary.unknown());
    Map<Boolean, List<AddedToken>> added =
        vocabulary.added().stream().collect(Collectors.partitioningBy(AddedToken::normalized));
    this.inText = new AddedTokens(added.getOrDefault(false, List.of()));
    this.inNormalized =
        new AddedTokens(
            added.getOrDefault(true, List.of()).stream().map(ClipTokenizer::normalized).toList());
    vocabulary.ids().forEach((token, id) -> tokens.put(id, token));
  }

  /**
   * Reads a checkpoint's tokenizer: {@code tokenizer.json} if the folder has it, else {@code
   * vocab.json} and {@code merges.txt}.
   *
   * <p>Special tokens come from {@code tokenizer_config.json}, {@code special_tokens_map.json} and
   * {@code tokenizer.json}, in the order of precedence of Hugging Face's library. Where no file
   * names one it is CLIP's: {@code <|startoftext|>} before, {@code <|endoftext|>} after, for
   * padding and for the unknown. (OWL-ViT's checkpoints name {@code !}, id 0, for padding.)
   *
   * @throws WeightsFormatException if files are missing, malformed, or contradict each other
   * @throws IOException if reading fails
   */
  public static ClipTokenizer load(Path folder) throws IOException {
    return new ClipTokenizer(TokenizerFiles.read(folder));
  }

  /**
   * The ids of a text: start token, the text's tokens, end token, then padding up to {@code
   * positions}. Of a text with too many tokens the last ones are dropped.
   *
   * <p>The text may be empty. A special token's spelling inside it gives that token. A lone
   * surrogate counts as U+FFFD.
   *
   * @param positions how many ids to make, at least 2; OWL-ViT has 16, CLIP 77
   */
  public TokenIds encode(String text, int positions) {
    if (positions < 2) {
      throw new IllegalArgumentException(
          "a text needs at least 2 positions, for start and end, found " + positions);
    }
    int[] ids = new int[positions];
    IdSink sink = new IdSink(ids);
    sink.add(vocabulary.start());
    inText.split(
        TextNormalizer.wellFormed(text),
        plain ->
            inNormalized.split(
                TextNormalizer.normalize(plain),
                part -> TokenPattern.split(part, word -> sink.addAll(word(word))),
                sink::add),
        sink::add);
    return sink.end(vocabulary.end(), vocabulary.padding());
  }

  /**
   * The normalised text that ids stand for, words parted by spaces, without special tokens; for
   * messages and debugging.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  public String decode(int... ids) {
    StringBuilder written = new StringBuilder();
    for (int id : ids) {
      String token = tokens.get(id);
      if (token == null) {
        throw new IllegalArgumentException(
            "the vocabulary has %d tokens, found the id %d".formatted(tokens.size(), id));
      }
      if (vocabulary.added().stream().noneMatch(added -> added.id() == id)) {
        written.append(token);
      }
    }
    String[] parts = written.toString().split(BytePairMerges.WORD_END, -1);
    return Arrays.stream(parts)
        .map(ByteLevelAlphabet::read)
        .collect(Collectors.joining(" "))
        .strip();
  }

  /** Number of tokens in the vocabulary: a text encoder's table of embeddings has as many rows. */
  public int vocabularySize() {
    return tokens.size();
  }

  /** Id of the token before a text. */
  public int startId() {
    return vocabulary.start();
  }

  /** Id of the token after a text. */
  public int endId() {
    return vocabulary.end();
  }

  /** Id that fills the positions left. */
  public int paddingId() {
    return vocabulary.padding();
  }

  private int[] word(String word) {
    int[] known = words.get(word);
    if (known != null) {
      return known;
    }
    int[] ids = merges.encode(ByteLevelAlphabet.write(word));
    // A full cache stays as it is: prompts are few, and those seen first tend to come again.
    if (word.length() <= CACHED_LENGTH && words.size() < CACHED_WORDS) {
      words.put(word, ids);
    }
    return ids;
  }

  private static AddedToken normalized(AddedToken token) {
    return new AddedToken(TextNormalizer.normalize(token.content()), true, token.id());
  }

  /** Ids up to the last position, which is the end token's. */
  private static final class IdSink {
    private final int[] ids;
    private int count;

    IdSink(int[] ids) {
      this.ids = ids;
    }

    boolean add(int id) {
      if (count < ids.length - 1) {
        ids[count++] = id;
      }
      return count < ids.length - 1;
    }

    boolean addAll(int[] more) {
      int taken = Math.min(more.length, ids.length - 1 - count);
      System.arraycopy(more, 0, ids, count, taken);
      count += taken;
      return count < ids.length - 1;
    }

    TokenIds end(int end, int padding) {
      ids[count] = end;
      Arrays.fill(ids, count + 1, ids.length, padding);
      return new TokenIds(ids, count + 1);
    }
  }
}
