package io.github.sam4j.weights.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.PickleWriter;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleAttacksTest {
  @TempDir Path folder;

  private void refused(Consumer<PickleWriter> content, String... parts) throws IOException {
    PickleWriter pickle = new PickleWriter(2);
    content.accept(pickle);
    Refusal.of(folder, TorchCheckpointWriter.raw(pickle.stop(), new byte[16]), parts);
  }

  /** A state dict with a tensor "w" in a storage of 16 bytes. */
  private void tensorRefused(
      String type, long elements, long offset, long[] shape, long[] strides, String... parts)
      throws IOException {
    refused(
        pickle ->
            pickle.dict(
                members -> members.text("w").tensor(type, "0", elements, offset, shape, strides)),
        parts);
  }

  private static Consumer<PickleWriter> shellCommand(Path witness) {
    return pickle ->
        pickle.call("posix", "system", arguments -> arguments.text("touch " + witness));
  }

  @Test
  void callInTheStateDict() throws IOException {
    Path witness = folder.resolve("witness");
    refused(
        pickle -> pickle.dict(members -> shellCommand(witness).accept(members.text("w"))),
        "'w'",
        "posix.system",
        "not run",
        "only tensors");
    assertThat(witness).doesNotExist();
  }

  @Test
  void callAsTheWholeFile() throws IOException {
    Path witness = folder.resolve("witness");
    refused(shellCommand(witness), "posix.system", "not run");
    assertThat(witness).doesNotExist();
  }

  @Test
  void callBesideTheStateDictIsInert() throws IOException {
    Path witness = folder.resolve("witness");
    Path file = folder.resolve("a.pth");
    new TorchCheckpointWriter()
        .nested("model")
        .beside("args", shellCommand(witness))
        .tensor("w", new int[] {1}, 5)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("w")).containsExactly(5);
    }
    assertThat(witness).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "torch.storage, _load_from_bytes",
    "builtins, eval",
    "torch._utils, _rebuild_qtensor",
    "numpy.core.multiarray, _reconstruct"
  })
  void functionsThatAreNotAllowed(String module, String name) throws IOException {
    refused(
        pickle ->
            pickle.dict(members -> members.text("w").call(module, name, none -> none.text("x"))),
        "'w'",
        module + "." + name);
  }

  @Test
  void storageOfAnUnknownType() throws IOException {
    tensorRefused("QInt8Storage", 16, 0, new long[] {1}, new long[] {1}, "'w'", "QInt8Storage");
  }

  @Test
  void storageTooSmallForItsTensor() throws IOException {
    tensorRefused("FloatStorage", 4, 0, new long[] {5}, new long[] {1}, "'w'", "storage of 4");
    tensorRefused("FloatStorage", 4, 3, new long[] {2}, new long[] {1}, "'w'", "storage of 4");
    tensorRefused("FloatStorage", 4, 5, new long[] {0}, new long[] {1}, "'w'", "offset 5");
  }

  @Test
  void storageThatIsNotWhatThePickleSays() throws IOException {
    tensorRefused("FloatStorage", 5, 0, new long[] {5}, new long[] {1}, "'w'", "16 bytes");
    tensorRefused("FloatStorage", 1L << 61, 0, new long[] {5}, new long[] {1}, "'w'", "16 bytes");
    tensorRefused("FloatStorage", -4, 0, new long[] {1}, new long[] {1}, "'w'", "16 bytes");
  }

  @Test
  void storageThatIsNotThere() throws IOException {
    refused(
        pickle ->
            pickle.dict(
                members ->
                    members
                        .text("w")
                        .tensor("FloatStorage", "../0", 4, 0, new long[] {4}, new long[] {1})),
        "'w'",
        "data/../0");
  }

  @Test
  void wrongStrides() throws IOException {
    tensorRefused("FloatStorage", 4, 0, new long[] {2, 2}, new long[] {3, 1}, "'w'", "element 4");
    tensorRefused("FloatStorage", 4, 3, new long[] {2}, new long[] {-1}, "'w'", "non-negative");
    tensorRefused("FloatStorage", 4, 0, new long[] {2, 2}, new long[] {1}, "'w'", "stride per");
    tensorRefused("FloatStorage", 4, 0, new long[] {2}, new long[] {1L << 62}, "'w'", "element");
    tensorRefused("FloatStorage", 4, 0, new long[] {5}, new long[] {1L << 62}, "'w'", "2^63");
  }

  @Test
  void wrongSizes() throws IOException {
    tensorRefused("FloatStorage", 4, 0, new long[] {-2}, new long[] {1}, "'w'", "non-negative");
    tensorRefused("FloatStorage", 4, -1, new long[] {1}, new long[] {1}, "'w'", "offset -1");
    tensorRefused("FloatStorage", 4, 0, new long[] {1L << 31}, new long[] {0}, "'w'", "2^31");
    long most = Integer.MAX_VALUE;
    tensorRefused(
        "FloatStorage", 4, 0, new long[] {most, most, most}, new long[] {0, 0, 0}, "'w'", "2^63");
    tensorRefused(
        "FloatStorage", 4, 0, new long[] {most, most}, new long[] {0, 0}, "'w'", "elements");
    tensorRefused("FloatStorage", 4, 0, new long[65], new long[65], "64");
  }

  @Test
  void deepNesting() throws IOException {
    // Lists inside one another, by the memo alone.
    refused(
        pickle -> {
          for (int i = 0; i < 150_000; i++) {
            pickle.op(']');
          }
          for (int i = 1; i < 150_000; i++) {
            pickle.op('a');
          }
        },
        "state dict");
    refused(pickle -> repeat(pickle, '(', 2_000), "nested marks");
    refused(pickle -> repeat(pickle, ']', 300_000), "stack of at most");
    // A dict in a dict in a dict, under the keys that are looked into.
    refused(
        pickle -> {
          for (int i = 0; i < 20_000; i++) {
            pickle.op('}').text("model");
          }
          pickle.op('N');
          repeat(pickle, 's', 20_000);
        },
        "without tensors");
  }

  @Test
  void dictThatContainsItself() throws IOException {
    refused(
        pickle -> pickle.op('}').op('q').op(0).text("model").op('h').op(0).op('s'),
        "without tensors");
  }

  @Test
  void manyCopiesOfOneLargeTuple() throws IOException {
    refused(
        pickle -> {
          pickle.numbers(new long[100_000]).op('q').op(1);
          pickle.global("torch._utils", "_rebuild_tensor_v2").op('q').op(2);
          for (int i = 0; i < 100_000; i++) {
            pickle.op('h').op(2).op('(').op('N').number(0).op('h').op(1).op('h').op(1).op('t');
            pickle.op('R').op('0');
          }
        },
        "sizes and strides");
  }

  @Test
  void endlessPickle() throws IOException {
    refused(
        pickle -> {
          for (int i = 0; i < 1_000_001; i++) {
            pickle.op('N').op('0');
          }
        },
        "at most 2000000 opcodes");
  }

  @Test
  void emptyStackAndMarksAndMemo() throws IOException {
    for (char opcode : "t0123ueasRbQ.".toCharArray()) {
      if (opcode != '3') {
        refused(pickle -> pickle.op(opcode), "in the pickle");
      }
    }
    refused(pickle -> pickle.op('h').op(9), "memo");
    refused(pickle -> pickle.op('j').int32(-1), "memo");
    refused(pickle -> pickle.op('N').op('(').op('s'), "a value on the stack");
  }

  @Test
  void valuesOfTheWrongKind() throws IOException {
    refused(pickle -> pickle.op('N').op('N').op('a'), "a list");
    refused(pickle -> pickle.op('N').op('N').op('N').op('s'), "a dict");
    refused(pickle -> pickle.op('}').op('(').op('N').op('u'), "pairs");
    refused(pickle -> pickle.op('N').op('N').op('R'), "tuple");
    refused(pickle -> pickle.op('N').op('N').op(0x93), "text");
    refused(pickle -> pickle.op('N').op('Q'), "persistent id");
    refused(pickle -> pickle.global("torch", "Size").op(')').op('R'), "torch.Size");
    refused(
        pickle -> pickle.call("torch._utils", "_rebuild_tensor_v2", none -> none.text("x")),
        "_rebuild_tensor_v2");
    refused(pickle -> pickle.op('N').op(')').op('R'), "state dict");
    refused(pickle -> pickle.text("hello"), "state dict", "text");
    refused(pickle -> pickle.dict(none -> {}), "without tensors");
  }

  @Test
  void duplicateKey() throws IOException {
    refused(
        pickle -> pickle.dict(members -> members.text("w").op('N').text("w").op('N')),
        "once",
        "'w'");
  }

  @ParameterizedTest
  @ValueSource(ints = {'i', 'o', 'S', 'I', 'P', 'd', 'l', 0x82, 0x97, 0x00, 0xff})
  void opcodesThatTorchDoesNotWrite(int opcode) throws IOException {
    refused(pickle -> pickle.op('N').op(opcode), "opcode 0x%02x".formatted(opcode));
  }

  @Test
  void protocolsThatTorchDoesNotWrite() throws IOException {
    refused(pickle -> pickle.op(0x80).op(1), "protocol 1");
    refused(pickle -> pickle.op(0x80).op(6), "protocol 6");
  }

  @Test
  void lengthsBeyondThePickle() throws IOException {
    refused(pickle -> pickle.op('X').int32(-1), "4294967295 bytes");
    refused(pickle -> pickle.op(0x8d).int64(-1), "18446744073709551615 bytes");
    refused(pickle -> pickle.op(0x8d).int64(Long.MAX_VALUE), "bytes at");
    refused(pickle -> pickle.op('B').int32(Integer.MAX_VALUE), "bytes at");
    refused(pickle -> pickle.op(0x8b).int32(-1), "bytes at");
    refused(pickle -> pickle.op('c').text("x".repeat(5_000)), "line");
  }

  @Test
  void malformedText() throws IOException {
    refused(pickle -> pickle.op('X').int32(1).op(0xff), "UTF-8");
  }

  @Test
  void longTextBesideTheStateDictIsReadPast() throws IOException {
    Path file = folder.resolve("a.pth");
    new TorchCheckpointWriter()
        .nested("model")
        .beside("log", pickle -> pickle.text("x".repeat(3 << 20)))
        .tensor("w", new int[] {1}, 5)
        .write(file);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("w")).containsExactly(5);
    }
  }

  private static void repeat(PickleWriter pickle, char opcode, int count) {
    for (int i = 0; i < count; i++) {
      pickle.op(opcode);
    }
  }
}
