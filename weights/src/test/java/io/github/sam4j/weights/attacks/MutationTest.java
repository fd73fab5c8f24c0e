package io.github.sam4j.weights.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.file.DataType;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small changes at random to good files: these are read, or refused in the one proper way. */
class MutationTest {
  private static final int ROUNDS = 2_000;

  private static void mutate(byte[] valid, long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = change(valid, random);
      try (Checkpoint checkpoint = Checkpoint.of("mutated", changed)) {
        Refusal.readAll(checkpoint);
      } catch (WeightsFormatException e) {
        refused++;
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] change(byte[] valid, Random random) {
    byte[] changed = valid.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 ->
            changed[at] = new byte[] {0, -1, 127, -128, '(', ')', '{', '"'}[random.nextInt(8)];
        case 3 -> {
          int from = random.nextInt(changed.length);
          int count = random.nextInt(Math.min(32, changed.length - Math.max(at, from)) + 1);
          System.arraycopy(changed.clone(), from, changed, at, count);
        }
        default -> {
          if (random.nextInt(20) == 0 && at > 0) {
            changed = Arrays.copyOf(changed, at);
          }
        }
      }
    }
    return changed;
  }

  @Test
  void safetensors() throws IOException {
    byte[] valid =
        new SafetensorsWriter()
            .metadata("k", "v")
            .tensor("a", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
            .tensor("b", DataType.F16, new int[] {2}, new byte[4])
            .toBytes();
    mutate(valid, 1);
  }

  @Test
  void torch() throws IOException {
    mutate(torchFile(2, false), 2);
  }

  @Test
  void torchWithNewerOpcodesAndZip64() throws IOException {
    mutate(torchFile(4, true), 3);
  }

  private static byte[] torchFile(int protocol, boolean zip64) throws IOException {
    return new TorchCheckpointWriter()
        .protocol(protocol)
        .zip64(zip64)
        .nested("model")
        .beside("args", pickle -> pickle.call("argparse", "Namespace", none -> {}))
        .tensor("a", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
        .tensor("b", DataType.F16, new int[] {2}, new byte[4])
        .toBytes();
  }
}
