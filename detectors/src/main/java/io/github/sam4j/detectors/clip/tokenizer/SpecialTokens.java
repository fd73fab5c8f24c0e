package io.github.sam4j.detectors.clip.tokenizer;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens that a folder's configuration names, and how each is found in a text.
 *
 * <p>{@code tokenizer_config.json} may list all added tokens ({@code added_tokens_decoder}), and
 * then no other file counts. Otherwise {@code special_tokens_map.json} overrides the names in it,
 * and {@code tokenizer.json} may list added tokens.
 */
final class SpecialTokens {
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  /** Whether an added token is looked for in normalised text, by how it is written. */
  private final Map<String, Boolean> normalized = new LinkedHashMap<>();

  private final Map<String, String> named =
      new LinkedHashMap<>(
          Map.of("unk_token", END, "bos_token", START, "eos_token", END, "pad_token", END));

  private SpecialTokens() {}

  static SpecialTokens read(Path folder, @Nullable JsonObject whole) throws IOException {
    SpecialTokens special = new SpecialTokens();
    JsonObject config = StrictJson.readIfThere(folder.resolve("tokenizer_config.json"));
    JsonObject added = config.object("added_tokens_decoder");
    Map<String, Boolean> asNamed = new LinkedHashMap<>();
    special.readNames(config, false, asNamed);
    if (added != null) {
      added.members().keySet().forEach(id -> special.readAdded(added.requiredObject(id)));
    } else {
      special.readNames(
          StrictJson.readIfThere(folder.resolve("special_tokens_map.json")), true, asNamed);
      if (whole != null) {
        whole.objects("added_tokens").forEach(special::readAdded);
      }
    }
    asNamed.forEach(special.normalized::putIfAbsent);
    special.named.values().forEach(token -> special.normalized.putIfAbsent(token, false));
    return special;
  }

  /** With the ids of a vocabulary, which has to have all of these tokens. */
  TokenizerVocabulary complete(String source, Map<String, Integer> ids, List<TokenPair> merges) {
    List<AddedToken> added = new ArrayList<>();
    normalized.forEach(
        (token, inNormalized) ->
            added.add(new AddedToken(token, inNormalized, id(source, ids, token))));
    return new TokenizerVocabulary(
        ids,
        merges,
        added,
        id(source, ids, name("bos_token")),
        id(source, ids, name("eos_token")),
        id(source, ids, name("pad_token")),
        id(source, ids, name("unk_token")));
  }

  private String name(String role) {
    return named.getOrDefault(role, END);
  }

  private static int id(String source, Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw WeightsFormatException.file(
          source, "the special token '" + token + "'", ids.size() + " tokens without it");
    }
    return id;
  }

  /** Roles given as plain strings, or as objects that say how the token is found. */
  private void readNames(JsonObject file, boolean special, Map<String, Boolean> asNamed) {
    for (String role : List.copyOf(named.keySet())) {
      if (file.members().get(role) instanceof JsonObject token) {
        String content = content(token);
        named.put(role, content);
        asNamed.putIfAbsent(content, isNormalized(token, special));
      } else if (file.has(role)) {
        named.put(role, String.valueOf(file.string(role)));
      }
    }
  }

  private void readAdded(JsonObject token) {
    normalized.put(content(token), isNormalized(token, false));
  }

  private static boolean isNormalized(JsonObject token, boolean special) {
    for (String option : List.of("lstrip", "rstrip", "single_word")) {
      if (token.flag(option, false)) {
        throw WeightsFormatException.file(
            token.place(), "an added token without '" + option + "'", "'" + option + "': true");
      }
    }
    return token.flag("normalized", !token.flag("special", special));
  }

  private static String content(JsonObject token) {
    String content = token.string("content");
    if (content == null || content.isEmpty()) {
      throw WeightsFormatException.file(
          token.place(), "a 'content' that is not empty", content == null ? "none" : "''");
    }
    return content;
  }
}
