package io.github.sam4j.detectors.clip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the ids that CLIPTokenizerFast gave; {@code tools/tokenizer_reference.py} asked it. */
class ClipTokenizerParityTest {
  private static final int CASES = 2000;
  private static final int END = 913;

  @TempDir private Path folder;

  private record Case(String text, int positions, Map<String, int[]> ids) {}

  @Test
  void vocabularyAndMerges() throws IOException {
    agrees(TokenizerFixture.plain(folder), "plain", END);
  }

  @Test
  void vocabularyAndMergesWithOwlsConfiguration() throws IOException {
    TokenizerFixture.copy("owl_tokenizer_config.json", folder, "tokenizer_config.json");
    agrees(TokenizerFixture.plain(folder), "owl", 0);
  }

  @Test
  void vocabularyAndMergesWithAMapOfSpecialTokens() throws IOException {
    TokenizerFixture.copy("special_tokens_map.json", folder, "special_tokens_map.json");
    agrees(TokenizerFixture.plain(folder), "map", 0);
  }

  @Test
  void wholeTokenizer() throws IOException {
    TokenizerFixture.copy("tokenizer.json", folder, "tokenizer.json");
    agrees(folder, "json", END);
  }

  @Test
  void wholeTokenizerWithMergesAsPairs() throws IOException {
    String whole = TokenizerFixture.text("tokenizer.json");
    int from = whole.indexOf("\"merges\":[") + "\"merges\":[".length();
    int to = whole.lastIndexOf(']');
    String pairs = whole.substring(from, to).replace("\",\"", "\"],[\"").replace(" ", "\",\"");
    TokenizerFixture.write(
        folder,
        "tokenizer.json",
        whole.substring(0, from) + "[" + pairs + "]" + whole.substring(to));
    agrees(folder, "json", END);
  }

  private static void agrees(Path folder, String kind, int padding) throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.load(folder);
    List<Case> cases = cases();
    assertThat(cases).hasSize(CASES);
    List<String> wrong = new ArrayList<>();
    for (Case example : cases) {
      int[] plain = Objects.requireNonNull(example.ids().get("plain"));
      int[] tokens = example.ids().getOrDefault(kind, plain);
      int[] expected = Arrays.copyOf(tokens, example.positions());
      Arrays.fill(expected, tokens.length, expected.length, padding);
      TokenIds found = tokenizer.encode(example.text(), example.positions());
      if (!found.equals(new TokenIds(expected, tokens.length))) {
        wrong.add(
            "'%s': expected %s, found %s"
                .formatted(example.text(), Arrays.toString(expected), found));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String line : TokenizerFixture.text("cases.jsonl").lines().toList()) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      cases.add(next(StrictJson.read(new ByteArrayInputStream(json), "cases.jsonl")));
    }
    return cases;
  }

  private static Case next(JsonObject json) {
    Map<String, int[]> ids = new HashMap<>();
    json.members()
        .forEach(
            (name, value) -> {
              if (value instanceof List<?> tokens) {
                ids.put(name, tokens.stream().mapToInt(id -> ((Long) id).intValue()).toArray());
              }
            });
    return new Case(
        json.requiredString("t"), Objects.requireNonNull(json.integer("p")).intValue(), ids);
  }
}
