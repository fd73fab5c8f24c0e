package io.github.sam4j.detectors.clip.tokenizer;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tokenizer's files of a checkpoint's folder and checks that they fit together. */
final class TokenizerFiles {
  private static final String WHOLE = "tokenizer.json";
  private static final String IDS = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final int MAX_BYTES = 64 << 20;

  private TokenizerFiles() {}

  static TokenizerVocabulary read(Path folder) throws IOException {
    Path whole = folder.resolve(WHOLE);
    if (Files.isRegularFile(whole)) {
      return readWhole(folder, StrictJson.read(whole));
    }
    Path ids = folder.resolve(IDS);
    Path merges = folder.resolve(MERGES);
    if (!Files.isRegularFile(ids) || !Files.isRegularFile(merges)) {
      throw WeightsFormatException.file(
          folder.toString(),
          "a tokenizer: %s, or %s with %s".formatted(WHOLE, IDS, MERGES),
          Files.isRegularFile(ids)
              ? IDS + " alone"
              : Files.isRegularFile(merges) ? MERGES + " alone" : "none of them");
    }
    return checked(
        ids.toString(),
        ids(StrictJson.read(ids)),
        merges.toString(),
        readMerges(merges),
        SpecialTokens.read(folder, null));
  }

  /** A file's text, of at most 64 MiB of well-formed UTF-8. */
  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw WeightsFormatException.file(
          file.toString(), "at most " + MAX_BYTES + " bytes", Files.size(file) + " bytes");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new WeightsFormatException(file + ": expected UTF-8, found malformed bytes", e);
    }
  }

  private static Map<String, Integer> ids(JsonObject vocabulary) {
    Map<String, Integer> ids = new HashMap<>();
    vocabulary.members().forEach((token, id) -> ids.put(token, id(vocabulary, token, id)));
    return ids;
  }

  private static int id(JsonObject vocabulary, String token, Object id) {
    if (id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw WeightsFormatException.file(
        vocabulary.place(),
        "a whole number from 0 on as the id of '" + token + "'",
        String.valueOf(id));
  }

  private static TokenizerVocabulary readWhole(Path folder, JsonObject file) throws IOException {
    JsonObject model = file.object("model");
    JsonObject ids = model == null ? null : model.object("vocab");
    if (model == null || ids == null) {
      throw WeightsFormatException.file(
          file.place(), "a 'model' with a 'vocab'", model == null ? "no model" : "no vocab");
    }
    expect(model, "type", "BPE");
    expect(model, "end_of_word_suffix", BytePairMerges.WORD_END);
    List<TokenPair> merges = new ArrayList<>();
    for (Object merge : model.list("merges")) {
      merges.add(pair(model.place(), merges.size(), merge));
    }
    return checked(ids.place(), ids(ids), model.place(), merges, SpecialTokens.read(folder, file));
  }

  private static void expect(JsonObject model, String name, String expected) {
    String found = model.string(name);
    if (found != null && !found.equals(expected)) {
      throw WeightsFormatException.file(
          model.place(), "'%s' as '%s'".formatted(expected, name), "'" + found + "'");
    }
  }

  private static List<TokenPair> readMerges(Path file) throws IOException {
    List<TokenPair> merges = new ArrayList<>();
    for (String line : text(file).lines().toList()) {
      if (!line.startsWith("#version") && !line.isEmpty()) {
        merges.add(pair(file.toString(), merges.size(), line));
      }
    }
    return merges;
  }

  /** A pair as "left right" or as a list of the two. */
  private static TokenPair pair(String source, int rank, @Nullable Object merge) {
    if (merge instanceof String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
        return new TokenPair(parts[0], parts[1]);
      }
    } else if (merge instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof String left
        && list.get(1) instanceof String right) {
      return new TokenPair(left, right);
    }
    throw WeightsFormatException.file(source, "two tokens as merge " + rank, "'" + merge + "'");
  }

  private static TokenizerVocabulary checked(
      String idsSource,
      Map<String, Integer> ids,
      String mergesSource,
      List<TokenPair> merges,
      SpecialTokens special) {
    checkIds(idsSource, ids);
    for (int rank = 0; rank < merges.size(); rank++) {
      TokenPair pair = merges.get(rank);
      for (String token : List.of(pair.left(), pair.right(), pair.left() + pair.right())) {
        if (!ids.containsKey(token)) {
          throw WeightsFormatException.file(
              mergesSource,
              "merges of tokens in the vocabulary of " + ids.size(),
              "merge %d, '%s %s', and no token '%s'"
                  .formatted(rank, pair.left(), pair.right(), token));
        }
      }
    }
    return special.complete(idsSource, ids, merges);
  }

  /** Ids are the rows of a table of embeddings: from 0 on, each once. */
  private static void checkIds(String source, Map<String, Integer> ids) {
    if (ids.isEmpty()) {
      throw WeightsFormatException.file(source, "a vocabulary", "no token");
    }
    Map<Integer, String> tokens = new HashMap<>();
    ids.forEach(
        (token, id) -> {
          String other = tokens.put(id, token);
          if (id >= ids.size() || other != null) {
            throw WeightsFormatException.file(
                source,
                "%d tokens with the ids 0 to %d".formatted(ids.size(), ids.size() - 1),
                other == null
                    ? "the id %d of '%s'".formatted(id, token)
                    : "the id %d of both '%s' and '%s'".formatted(id, other, token));
          }
        });
  }
}
