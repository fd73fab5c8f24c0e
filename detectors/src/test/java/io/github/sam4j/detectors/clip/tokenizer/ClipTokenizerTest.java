package io.github.sam4j.detectors.clip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
  @TempDir private Path folder;
  private ClipTokenizer tokenizer;

  @BeforeEach
  void load() throws IOException {
    tokenizer = ClipTokenizer.load(TokenizerFixture.plain(folder));
  }

  @Test
  void saysWhatItHas() {
    assertThat(tokenizer.vocabularySize()).isEqualTo(914);
    assertThat(tokenizer.startId()).isEqualTo(912);
    assertThat(tokenizer.endId()).isEqualTo(913);
    assertThat(tokenizer.paddingId()).isEqualTo(913);
  }

  @Test
  void emptyTextIsStartAndEnd() {
    assertThat(tokenizer.encode("", 4)).isEqualTo(new TokenIds(new int[] {912, 913, 913, 913}, 2));
    assertThat(tokenizer.encode(" \u3000", 2)).isEqualTo(new TokenIds(new int[] {912, 913}, 2));
  }

  @Test
  void longTextKeepsTheEndToken() {
    TokenIds whole = tokenizer.encode("a photo of a dog", 77);
    TokenIds cut = tokenizer.encode("a photo of a dog", 4);
    assertThat(cut.length()).isEqualTo(4);
    assertThat(cut.ids()).startsWith(whole.ids()[0], whole.ids()[1], whole.ids()[2]);
    assertThat(cut.ids()[3]).isEqualTo(913);
    assertThat(tokenizer.encode("a photo of a dog", 2).ids()).containsExactly(912, 913);
  }

  @Test
  void aVeryLongWordIsNoTrouble() {
    assertThat(tokenizer.encode("ab".repeat(50_000), 16).length()).isEqualTo(16);
  }

  @Test
  void decodesToNormalisedText() {
    assertThat(tokenizer.decode(tokenizer.encode("A photo of\n2 DOGS, Straße 漢字!", 40).ids()))
        .isEqualTo("a photo of 2 dogs , straße 漢字 !");
    assertThatThrownBy(() -> tokenizer.decode(914))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("914 tokens, found the id 914");
  }

  @Test
  void aLoneSurrogateIsTheReplacementCharacter() {
    assertThat(tokenizer.encode("a\uD83Db", 16)).isEqualTo(tokenizer.encode("a\uFFFDb", 16));
  }

  @Test
  void needsTwoPositions() {
    assertThatThrownBy(() -> tokenizer.encode("a dog", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 positions")
        .hasMessageContaining("found 1");
  }

  @Test
  void isTheSameOnManyThreads() {
    List<String> texts = IntStream.range(0, 2000).mapToObj(i -> "photo " + i * 7919L).toList();
    List<TokenIds> alone = texts.stream().map(text -> tokenizer.encode(text, 16)).toList();
    assertThat(texts.parallelStream().map(text -> tokenizer.encode(text, 16)).toList())
        .isEqualTo(alone);
  }

  @Test
  void idsAreCopied() {
    TokenIds ids = tokenizer.encode("a dog", 5);
    ids.ids()[0] = 7;
    assertThat(ids.ids()[0]).isEqualTo(912);
    assertThat(ids.positions()).isEqualTo(5);
    assertThat(ids).hasSameHashCodeAs(tokenizer.encode("a dog", 5));
    assertThatThrownBy(() -> new TokenIds(new int[3], 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
