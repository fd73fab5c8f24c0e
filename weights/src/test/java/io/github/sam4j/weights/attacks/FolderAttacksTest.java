package io.github.sam4j.weights.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderAttacksTest {
  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void shards() throws IOException {
    folder = Files.createDirectory(parent.resolve("model"));
    SafetensorsWriter shard = new SafetensorsWriter().tensor("a", new int[] {1}, 1);
    shard.write(folder.resolve("one.safetensors"));
    shard.write(parent.resolve("outside.safetensors"));
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isExactlyInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.safetensors", "/etc/passwd", "a/b", "..", ".hidden", "", "a\\\\b"})
  void shardOutsideTheFolder(String name) throws IOException {
    index("{'weight_map': {'a': '" + name + "'}}");
    refused("'a'", "beside the index");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "{}", "null", "true"})
  void shardThatIsNoName(String value) throws IOException {
    index("{'weight_map': {'a': " + value + ", 'b': 1}}");
    refused("beside the index");
  }

  @Test
  void tensorThatItsShardLacks() throws IOException {
    index("{'weight_map': {'a': 'one.safetensors', 'b': 'one.safetensors'}}");
    refused("'b'", "one.safetensors");
  }

  @Test
  void shardThatIsNotThere() throws IOException {
    index("{'weight_map': {'a': 'two.safetensors'}}");
    assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'weight_map': 1}",
        "{'weight_map': {'a': 'b', 'a': 'c'}}",
        "{}}"
      })
  void malformedIndex(String json) throws IOException {
    index(json);
    refused("model.safetensors.index.json");
  }

  @Test
  void deeplyNestedIndex() throws IOException {
    index("{'a':".repeat(100_000));
    refused("model.safetensors.index.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "{'a': }", "{'a': 1, 'a': 2}", "{'a': 1e99999999999}{"})
  void malformedConfigurationHurtsOnlyThoseWhoAsk(String json) throws IOException {
    Path file = folder.resolve("one.safetensors");
    Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("a")).containsExactly(1);
      assertThatThrownBy(checkpoint::config)
          .isExactlyInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("config.json");
    }
  }
}
