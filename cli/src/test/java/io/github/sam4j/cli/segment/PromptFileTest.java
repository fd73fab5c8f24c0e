package io.github.sam4j.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFileTest {
  @TempDir Path folder;

  @Test
  void readsPointsAndBoxes() throws IOException {
    PromptFile file =
        read(
            """
            {"a.png": [{"points": [[1, 2.5, 1], [3, 4, 0], [5, 6]], "box": [0, 1, 20, 30]},
                       {"box": [1, 2, 3, 4]}],
             "b.png": []}
            """);
    assertThat(file.prompts())
        .containsEntry(
            "a.png",
            List.of(
                Prompt.point(1, 2.5).exclude(3, 4).include(5, 6).within(new Box(0, 1, 20, 30)),
                Prompt.box(1, 2, 3, 4)))
        .containsEntry("b.png", List.of());
  }

  @Test
  void readsTextsThatPointsAndABoxNarrow() throws IOException {
    PromptFile file =
        read(
            """
            {"a.png": [{"texts": ["a dog", "red car"]},
                       {"points": [[1, 2]], "texts": ["dog"], "box": [0, 1, 20, 30]}]}
            """);
    assertThat(file.prompts())
        .containsEntry(
            "a.png",
            List.of(
                Prompt.texts("a dog", "red car"),
                Prompt.text("dog").include(1, 2).within(new Box(0, 1, 20, 30))));
    assertThat(new PromptSource.FromFile(file).needsTextModel()).isTrue();
  }

  @Test
  void findsAPictureByTheEndOfItsPath() throws IOException {
    PromptFile file =
        read(
            """
            {"a.png": [{"points": [[1, 1]]}], "x/a.png": [{"points": [[2, 2]]}]}
            """);
    assertThat(file.of(Path.of("some/y/a.png"))).containsExactly(Prompt.point(1, 1));
    assertThat(file.of(Path.of("some/x/a.png"))).containsExactly(Prompt.point(2, 2));
    assertThat(file.of(Path.of("some/aa.png"))).isNull();
  }

  @Test
  void namesWhatNoPictureHas() throws IOException {
    PromptFile file = read("{\"a.png\": [{\"box\": [0, 0, 1, 1]}], \"b.png\": []}");
    assertThat(file.unmatched(List.of(Path.of("x/a.png"), Path.of("c.png"))))
        .containsExactly("b.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                | expected an object of picture names, found '['",
        "{\"a\": 3}                         | expected a list of prompts for a, found '3'",
        "{\"a\": [3]}                       | expected a prompt: {\"points\", \"box\", \"texts\"}, found '3'",
        "{\"a\": [{}]}                      | expected a prompt with a point, a box or a text",
        "{\"a\": [{\"dot\": [1, 2]}]}       | expected \"points\", \"box\" or \"texts\", found 'dot'",
        "{\"a\": [{\"points\": [[1]]}]}     | expected a point: [x, y] or [x, y, label]",
        "{\"a\": [{\"points\": [[1, 2, 2]]}]} | expected a label of 1 (object) or 0 (background)",
        "{\"a\": [{\"points\": [[1, \"2\"]]}]} | expected a point: [x, y] or [x, y, label], found '2'",
        "{\"a\": [{\"box\": [1, 2, 3]}]}    | expected a box: [x0, y0, x1, y1]",
        "{\"a\": [{\"box\": [5, 2, 3, 4]}]} | a box needs finite x0 <= x1",
        "{\"a\": [{\"texts\": \"dog\"}]}   | expected a list of texts, found 'dog'",
        "{\"a\": [{\"texts\": [1]}]}       | expected a text, found '1'",
        "{\"a\": [{\"texts\": []}]}        | a text prompt needs 1 to 256 texts, found 0",
        "{\"a\": [], \"a\": []}             | Duplicate field 'a'",
        "{\"a\": []} {}                     | expected the end of the file, found '{'",
        "{\"a\": [                          | Unexpected end-of-input",
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prompts.json, line 1: ")
        .hasMessageContaining(message);
  }

  private PromptFile read(String json) throws IOException {
    return PromptFile.read(Files.writeString(folder.resolve("prompts.json"), json));
  }
}
