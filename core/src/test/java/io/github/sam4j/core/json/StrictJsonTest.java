package io.github.sam4j.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.sam4j.core.error.WeightsFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  @TempDir private Path folder;

  @Test
  void everyType() throws IOException {
    JsonObject object =
        read(
            "{'text': 'a\\u00e9', 'yes': true, 'no': false, 'nothing': null, 'whole': -7,"
                + " 'large': 9223372036854775807, 'larger': 9223372036854775808, 'real': 1.5e3,"
                + " 'list': [1, null, ['b'], {'c': 2}], 'object': {'d': {}}}");
    assertThat(object.members().keySet())
        .containsExactly("text", "yes", "no", "whole", "large", "larger", "real", "list", "object");
    assertThat(object.members())
        .containsEntry("text", "a\u00e9")
        .containsEntry("yes", true)
        .containsEntry("no", false)
        .containsEntry("whole", -7L)
        .containsEntry("large", Long.MAX_VALUE)
        .containsEntry("larger", 0x1p63)
        .containsEntry("real", 1500.0);
    List<?> list = object.list("list");
    assertThat(list.subList(0, 3)).isEqualTo(Arrays.asList(1L, null, List.of("b")));
    assertThat(list.get(3))
        .isInstanceOfSatisfying(
            JsonObject.class,
            item -> {
              assertThat(item.place()).isEqualTo("here: list: 3");
              assertThat(item.integer("c")).isEqualTo(2);
            });
    assertThat(object.requiredObject("object").requiredObject("d").place())
        .isEqualTo("here: object: d");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "\"\" | a JSON object, found JSON beginning with null",
        "[] | a JSON object, found JSON beginning with START_ARRAY",
        "1 | a JSON object",
        "{}{} | one JSON object, found more text after it",
        "{} x | well-formed JSON",
        "{'a': | well-formed JSON",
        "{'a': 1,} | well-formed JSON",
        "{a: 1} | well-formed JSON",
        "{'a': NaN} | well-formed JSON",
        "{/**/} | well-formed JSON",
        "{'a': 1, 'b': 2, 'a': 3} | Duplicate field 'a'",
        "{'b': [{'a': 1, 'a': 1}]} | Duplicate field 'a'",
      })
  void malformed(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageStartingWith("here: expected ")
        .hasMessageContaining(message);
  }

  @Test
  void bounds() throws IOException {
    assertThat(read("{'a':" + "[".repeat(63) + "]".repeat(63) + "}").list("a")).hasSize(1);
    assertRefused("{'a':" + "[".repeat(64) + "]".repeat(64) + "}", "nesting depth");
    assertRefused("{'a':" + "{'a':".repeat(1_000_000), "nesting depth");
    assertThat(read("{'a':" + "1".repeat(64) + "}").members().get("a")).isInstanceOf(Double.class);
    assertRefused("{'a':" + "1".repeat(65) + "}", "Number value length");
  }

  @Test
  void malformedBytes() {
    byte[] latin = "{\"\u00e9\": 0}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StrictJson.read(new ByteArrayInputStream(latin), "here"))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessage("here: expected UTF-8, found malformed bytes");
  }

  @Test
  void files() throws IOException {
    Path file = folder.resolve("a.json");
    assertThatThrownBy(() -> StrictJson.read(file)).isInstanceOf(NoSuchFileException.class);
    assertThat(StrictJson.readIfThere(file).members()).isEmpty();
    assertThat(StrictJson.readIfThere(file).place()).isEqualTo(file.toString());
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.write(bytes("{'a': 1}"));
      assertThat(StrictJson.read(file).integer("a")).isEqualTo(1);
      assertThat(StrictJson.readIfThere(file).integer("a")).isEqualTo(1);
      content.setLength((64 << 20) + 1);
    }
    assertThatThrownBy(() -> StrictJson.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("at most 67108864 bytes, found 67108865 bytes");
  }

  @Test
  void streamsHaveTheSameBounds() throws IOException {
    try (JsonParser parser = StrictJson.parser(stream("{'a': 1, 'a': 2}"))) {
      assertThatThrownBy(
              () -> {
                while (parser.nextToken() != null) {}
              })
          .isInstanceOf(JsonProcessingException.class)
          .hasMessageContaining("Duplicate");
    }
  }

  @Test
  void accessors() throws IOException {
    JsonObject object = read("{'s': 'x', 'n': 3, 'r': 0.5, 'f': true, 'l': [{}, {}], 'o': {}}");
    assertThat(object.string("s")).isEqualTo("x");
    assertThat(object.requiredString("s")).isEqualTo("x");
    assertThat(object.integer("n")).isEqualTo(3);
    assertThat(object.flag("f", false)).isTrue();
    assertThat(object.objects("l")).hasSize(2);
    assertThat(object.object("o")).isNotNull();
    assertThat(object.has("o")).isTrue();
    assertThat(object.has("none")).isFalse();
    assertThat(object.string("none")).isNull();
    assertThat(object.integer("none")).isNull();
    assertThat(object.object("none")).isNull();
    assertThat(object.flag("none", true)).isTrue();
    assertThat(object.list("none")).isEmpty();
    assertThat(object.objects("none")).isEmpty();
    assertThatThrownBy(() -> object.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> object.list("l").clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void accessorsTellWhatWasExpectedAndFound() throws IOException {
    JsonObject object = read("{'s': '" + "x".repeat(100) + "', 'l': [1], 'o': {'a': 1}, 'r': 0.5}");
    assertWrong(() -> object.integer("s"), "an integer as 's', found '" + "x".repeat(80) + "...'");
    assertWrong(() -> object.integer("r"), "an integer as 'r', found '0.5'");
    assertWrong(() -> object.string("l"), "a string as 'l', found a list of 1");
    assertWrong(() -> object.flag("o", true), "true or false as 'o', found an object of 1 members");
    assertWrong(() -> object.object("l"), "an object as 'l', found a list of 1");
    assertWrong(() -> object.list("o"), "a list as 'o', found an object of 1 members");
    assertWrong(() -> object.objects("l"), "objects in 'l', found '1'");
    assertWrong(() -> object.requiredString("none"), "a string as 'none', found none");
    assertWrong(() -> object.requiredObject("none"), "an object as 'none', found none");
  }

  private static void assertWrong(Runnable access, String message) {
    assertThatThrownBy(access::run)
        .isInstanceOf(WeightsFormatException.class)
        .hasMessage("here: expected " + message);
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }

  private static JsonObject read(String json) throws IOException {
    return StrictJson.read(stream(json), "here");
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(bytes(json));
  }

  /** Single quotes stand for double ones. */
  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
