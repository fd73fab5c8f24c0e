package io.github.sam4j.detectors.clip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
  private static final String IDS =
      "{'a':0,'b</w>':1,'ab</w>':2,'<|startoftext|>':3,'<|endoftext|>':4}";
  private static final String START_ALONE = "{'content':'<|startoftext|>','special':true%s}";

  @TempDir private Path folder;

  @Test
  void readsASmallVocabulary() throws IOException {
    write("vocab.json", IDS);
    write("merges.txt", "#version: 0.2\na b</w>\n");
    assertThat(ClipTokenizer.load(folder).encode("ab", 4).ids()).containsExactly(3, 2, 4, 4);
  }

  @Test
  void prefersTheWholeTokenizer() throws IOException {
    write("vocab.json", "nonsense");
    write("merges.txt", "nonsense");
    write("tokenizer.json", "{'model':{'vocab':" + IDS + ",'merges':[]},'normalizer':null}");
    assertThat(ClipTokenizer.load(folder).encode("ab", 5).ids()).containsExactly(3, 0, 1, 4, 4);
  }

  @Test
  void namesMissingFiles() throws IOException {
    refused("tokenizer.json, or vocab.json with merges.txt", "none of them");
    write("merges.txt", "");
    refused("merges.txt alone");
    Files.delete(folder.resolve("merges.txt"));
    write("vocab.json", IDS);
    refused("vocab.json alone");
  }

  @Test
  void refusesMalformedVocabularies() throws IOException {
    write("merges.txt", "");
    write("vocab.json", "[]");
    refused("vocab.json", "a JSON object", "START_ARRAY");
    write("vocab.json", "{'a':");
    refused("vocab.json", "well-formed JSON");
    write("vocab.json", "{'a':0,'a':1}");
    refused("Duplicate field 'a'");
    write("vocab.json", IDS + "{}");
    refused("more text after it");
    write("vocab.json", "{}");
    refused("a vocabulary", "no token");
    write("vocab.json", IDS.replace(":2", ":'x'"));
    refused("the id of 'ab</w>'", "found x");
    write("vocab.json", IDS.replace(":2", ":-2"));
    refused("found -2");
    write("vocab.json", IDS.replace(":2", ":5"));
    refused("5 tokens with the ids 0 to 4", "the id 5 of 'ab</w>'");
    write("vocab.json", IDS.replace(":2", ":1"));
    refused("the id 1 of both");
    Files.write(
        folder.resolve("vocab.json"), "{\"\u00e9\":0}".getBytes(StandardCharsets.ISO_8859_1));
    refused("vocab.json", "UTF-8");
  }

  @Test
  void refusesMergesThatDoNotFit() throws IOException {
    write("vocab.json", IDS);
    write("merges.txt", "a b</w> c\n");
    refused("merges.txt", "two tokens as merge 0", "'a b</w> c'");
    write("merges.txt", "a b</w>\na a\n");
    refused("merges.txt", "the vocabulary of 5", "merge 1, 'a a', and no token 'aa'");
    write("merges.txt", "x b</w>\n");
    refused("no token 'x'");
  }

  @Test
  void refusesMissingSpecialTokens() throws IOException {
    write("vocab.json", IDS.replace("startoftext", "start"));
    write("merges.txt", "");
    refused("vocab.json", "'<|startoftext|>'", "5 tokens without it");
    write("vocab.json", IDS);
    write("tokenizer_config.json", "{'pad_token':'!'}");
    refused("the special token '!'");
  }

  @Test
  void refusesOtherModels() throws IOException {
    write("tokenizer.json", "{}");
    refused("tokenizer.json", "'model'", "no model");
    write("tokenizer.json", "{'model':{}}");
    refused("no vocab");
    write("tokenizer.json", "{'model':{'type':'Unigram','vocab':{}}}");
    refused("tokenizer.json: model", "'BPE' as 'type'", "'Unigram'");
    write("tokenizer.json", "{'model':{'vocab':[]}}");
    refused("an object as 'vocab'", "a list of 0");
    write("tokenizer.json", "{'model':{'vocab':" + IDS + ",'merges':[['a']]}}");
    refused("two tokens as merge 0");
  }

  @Test
  void refusesAddedTokensItCannotHonour() throws IOException {
    write("vocab.json", IDS);
    write("merges.txt", "");
    write(
        "special_tokens_map.json", "{'bos_token':" + START_ALONE.formatted(",'lstrip':true") + "}");
    refused("special_tokens_map.json: bos_token", "without 'lstrip'");
    write("special_tokens_map.json", "{'bos_token':7}");
    refused("a string as 'bos_token'", "'7'");
    // A list of added tokens in the configuration leaves the map unread.
    write(
        "tokenizer_config.json",
        "{'added_tokens_decoder':{'3':" + START_ALONE.formatted("") + "}}");
    assertThat(ClipTokenizer.load(folder).startId()).isEqualTo(3);
  }

  @Test
  void takesRolesFromTheConfiguration() throws IOException {
    write("vocab.json", IDS);
    write("merges.txt", "");
    write("tokenizer_config.json", "{'pad_token':'a','unk_token':{'content':'b</w>'}}");
    ClipTokenizer tokenizer = ClipTokenizer.load(folder);
    assertThat(tokenizer.paddingId()).isZero();
    assertThat(tokenizer.encode("?", 4).ids()).containsExactly(3, 1, 4, 0);
    write("special_tokens_map.json", "{'pad_token':'b</w>'}");
    assertThat(ClipTokenizer.load(folder).paddingId()).isEqualTo(1);
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> ClipTokenizer.load(folder))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContainingAll(parts);
  }

  private void write(String name, String json) throws IOException {
    TokenizerFixture.write(folder, name, json.replace('\'', '"'));
  }
}
