package io.github.sam4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.weights.file.DataType;
import io.github.sam4j.weights.naming.NameTable;
import io.github.sam4j.weights.testing.PickleWriter;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import io.github.sam4j.weights.testing.TensorData;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir Path folder;

  private static float[] random(int count) {
    Random random = new Random(7);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void safetensorsValuesComeBackBitForBit() throws IOException {
    float[] large = random(50_000);
    large[1] = -0.0f;
    large[2] = Float.NaN;
    large[3] = Float.MIN_VALUE;
    Path file = folder.resolve("odd-name.bin");
    new SafetensorsWriter()
        .metadata("image_size", "192")
        .tensor("large", new int[] {500, 100}, large)
        .tensor("scalar", new int[] {}, 3.5f)
        .tensor("empty", new int[] {0, 7})
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("large", "scalar", "empty");
      assertThat(checkpoint.shape("large")).containsExactly(500, 100);
      assertThat(checkpoint.values("large")).isEqualTo(large);
      assertThat(checkpoint.shape("scalar")).isEmpty();
      assertThat(checkpoint.values("scalar")).containsExactly(3.5f);
      assertThat(checkpoint.values("empty")).isEmpty();
      assertThat(checkpoint.metadata()).containsExactly(Map.entry("image_size", "192"));
      assertThat(checkpoint.config()).isEmpty();
      assertThat(checkpoint.file()).contains(file);
    }
  }

  @ParameterizedTest
  @CsvSource({"F16, 1.5, -0.25, 65504", "BF16, 1.5, -0.25, 3", "F64, 0.1, -0.25, 1e30"})
  void otherFloatTypesAreConverted(DataType type, float a, float b, float c) throws IOException {
    byte[] bytes = TensorData.encode(type, a, b, c);
    Path safetensors = folder.resolve("a.safetensors");
    Path torch = folder.resolve("a.pth");
    new SafetensorsWriter().tensor("x", type, new int[] {3}, bytes).write(safetensors);
    new TorchCheckpointWriter().tensor("x", type, new int[] {3}, bytes).write(torch);
    for (Path file : new Path[] {safetensors, torch}) {
      try (Checkpoint checkpoint = Checkpoint.open(file)) {
        assertThat(checkpoint.values("x")).containsExactly(a, b, c);
      }
    }
  }

  @Test
  void everyHalfOfFloat16IsExact() throws IOException {
    byte[] bytes = new byte[2 << 16];
    for (int i = 0; i < 1 << 16; i++) {
      bytes[2 * i] = (byte) i;
      bytes[2 * i + 1] = (byte) (i >> 8);
    }
    Path file = folder.resolve("half");
    new SafetensorsWriter().tensor("x", DataType.F16, new int[] {1 << 16}, bytes).write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      float[] values = checkpoint.values("x");
      for (int i = 0; i < 1 << 16; i++) {
        assertThat(Float.compare(values[i], half(i))).as("bits %x", i).isZero();
      }
    }
  }

  /** Binary16 by its definition. */
  private static float half(int bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? fraction * Math.pow(2, -24)
                : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }

  @Test
  void integerTensorsAreListedButNotRead() throws IOException {
    Path file = folder.resolve("a");
    new SafetensorsWriter()
        .tensor("bn.num_batches_tracked", DataType.I64, new int[] {}, new byte[8])
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("bn.num_batches_tracked");
      assertThatThrownBy(() -> checkpoint.values("bn.num_batches_tracked"))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("bn.num_batches_tracked")
          .hasMessageContaining("I64");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void torchValuesComeBackBitForBit(int protocol) throws IOException {
    float[] large = random(50_000);
    Path file = folder.resolve("odd-name.bin");
    new TorchCheckpointWriter()
        .protocol(protocol)
        .tensor("large", new int[] {500, 100}, large)
        .tensor("scalar", new int[] {}, 3.5f)
        .tensor("empty", new int[] {0, 7})
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("large", "scalar", "empty");
      assertThat(checkpoint.values("large", 500, 100)).isEqualTo(large);
      assertThat(checkpoint.values("scalar")).containsExactly(3.5f);
      assertThat(checkpoint.values("empty")).isEmpty();
      assertThat(checkpoint.metadata()).isEmpty();
    }
  }

  @Test
  void zip64IsRead() throws IOException {
    Path file = folder.resolve("a.pth");
    new TorchCheckpointWriter().zip64(true).tensor("x", new int[] {2}, 1, 2).write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("x")).containsExactly(1, 2);
    }
  }

  @Test
  void nestedStateDictsAndWrapperPrefixesAreUnwrapped() throws IOException {
    Path file = folder.resolve("a.pth");
    new TorchCheckpointWriter()
        .nested("model", "state_dict")
        .prefix("module.")
        .beside("epoch", pickle -> pickle.number(12))
        .beside("args", pickle -> pickle.call("argparse", "Namespace", none -> {}))
        .tensor("x", new int[] {2}, 1, 2)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("x");
      assertThat(checkpoint.rawNames()).containsExactly("module.x");
      assertThat(checkpoint.values("x")).containsExactly(1, 2);
    }
  }

  @Test
  void numbersAndTextInAStateDictArePassedOver() throws IOException {
    Path file = folder.resolve("a.pth");
    new TorchCheckpointWriter()
        .beside("epoch", pickle -> pickle.number(1L << 40))
        .beside("comment", pickle -> pickle.text("fine"))
        .tensor("x", new int[] {1}, 1)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("x");
    }
  }

  @Test
  void stridesAreHonoured() throws IOException {
    PickleWriter pickle = new PickleWriter(2);
    long[] shape = {3, 2};
    pickle.dict(
        members ->
            members
                .text("transposed")
                .tensor("FloatStorage", "0", 8, 0, shape, new long[] {1, 3})
                .text("sliced")
                .tensor("FloatStorage", "0", 8, 1, shape, new long[] {2, 1})
                .text("expanded")
                .tensor("FloatStorage", "0", 8, 4, shape, new long[] {0, 1}));
    Path file = folder.resolve("a.pth");
    byte[] storage = TensorData.encode(DataType.F32, 0, 1, 2, 3, 4, 5, 6, 7);
    Files.write(file, TorchCheckpointWriter.raw(pickle.stop(), storage));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("transposed", 3, 2)).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(checkpoint.values("sliced", 3, 2)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(checkpoint.values("expanded", 3, 2)).containsExactly(4, 5, 4, 5, 4, 5);
    }
  }

  @Test
  void shardsOfAFolderAreJoined() throws IOException {
    new SafetensorsWriter()
        .tensor("a", new int[] {1}, 1)
        .write(folder.resolve("model-00001-of-00002.safetensors"));
    new SafetensorsWriter()
        .tensor("b", new int[] {1}, 2)
        .write(folder.resolve("model-00002-of-00002.safetensors"));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        """
        {"metadata": {"total_size": 8}, "weight_map": {
          "a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
        """);
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\": \"sam\", \"sizes\": [1, 2.5, true], \"nothing\": null}");
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.values("a")).containsExactly(1);
      assertThat(checkpoint.values("b")).containsExactly(2);
      Map<String, Object> config = checkpoint.config().orElseThrow().members();
      assertThat(config).containsOnlyKeys("model_type", "sizes").containsEntry("model_type", "sam");
      assertThat(config.get("sizes")).isEqualTo(List.of(1L, 2.5, true));
    }
  }

  @Test
  void contentInMemory() throws IOException {
    byte[] content = new SafetensorsWriter().tensor("x", new int[] {2}, 1, 2).toBytes();
    try (Checkpoint checkpoint = Checkpoint.of("a resource", content)) {
      assertThat(checkpoint.values("x")).containsExactly(1, 2);
      assertThat(checkpoint.source()).isEqualTo("a resource");
      assertThat(checkpoint.file()).isEmpty();
      assertThat(checkpoint.config()).isEmpty();
    }
  }

  @Test
  void foldersAndFilesThatAreNotThereAreSaid() {
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("model.safetensors");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none.pth")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aNameTableGivesTensorsOtherNames() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new SafetensorsWriter()
        .tensor("module.theirs.weight", new int[] {1}, 1)
        .tensor("module.other.weight", new int[] {1}, 2)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      Parameters renamed =
          checkpoint.renamed(
              names -> Map.of("ours.weight", "theirs.weight", "other.weight", "other.weight"));
      assertThat(renamed.names()).containsExactlyInAnyOrder("ours.weight", "other.weight");
      assertThat(renamed.under("ours").values("weight")).containsExactly(1);
      assertThat(renamed.shape("other.weight")).containsExactly(1);
      assertThat(checkpoint.names()).containsExactly("theirs.weight", "other.weight");
      assertThat(checkpoint.contents()).isEqualTo("2 tensors ('theirs.weight', 'other.weight')");
      assertThatThrownBy(() -> renamed.values("theirs.weight"))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("'theirs.weight'")
          .hasMessageContaining("2 tensors");
      assertThat(checkpoint.renamed(NameTable.unchanged()).names()).isEqualTo(checkpoint.names());
    }
  }

  @Test
  void missingTensorsAndWrongShapesAreErrorsThatNameThem() throws IOException {
    Path file = folder.resolve("a");
    new SafetensorsWriter().tensor("x", new int[] {2}, 1, 2).write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThatThrownBy(() -> checkpoint.values("y"))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("'y'");
      assertThatThrownBy(() -> checkpoint.values("x", 1, 2))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("[1, 2]")
          .hasMessageContaining("[2]");
    }
  }

  @Test
  void shapesHandedOutCannotChangeTheCheckpoint() throws IOException {
    Path file = folder.resolve("a");
    new SafetensorsWriter().tensor("x", new int[] {2}, 1, 2).write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      checkpoint.shape("x")[0] = 99;
      checkpoint.values("x")[0] = 99;
      assertThat(checkpoint.shape("x")).containsExactly(2);
      assertThat(checkpoint.values("x")).containsExactly(1, 2);
    }
  }

  @Test
  void afterClosingValuesAreRefused() throws IOException {
    Path file = folder.resolve("a");
    new SafetensorsWriter().tensor("x", new int[] {2}, 1, 2).write(file);
    Checkpoint checkpoint = Checkpoint.open(file);
    checkpoint.close();
    checkpoint.close();
    assertThat(checkpoint.names()).containsExactly("x");
    assertThatThrownBy(() -> checkpoint.values("x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void threadsReadSideBySide() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < 64; i++) {
      float[] values = new float[5_000];
      Arrays.fill(values, i);
      writer.tensor("t" + i, new int[] {5_000}, values);
    }
    Path file = folder.resolve("a");
    writer.write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      boolean right =
          IntStream.range(0, 1_000)
              .parallel()
              .allMatch(
                  i -> {
                    float[] values = checkpoint.values("t" + i % 64);
                    return IntStream.range(0, 5_000).allMatch(j -> values[j] == i % 64);
                  });
      assertThat(right).isTrue();
    }
  }
}
