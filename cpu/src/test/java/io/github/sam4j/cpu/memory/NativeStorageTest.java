package io.github.sam4j.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.sam4j.core.tensor.ArrayStorage;
import io.github.sam4j.core.tensor.ResidentMemory;
import io.github.sam4j.core.tensor.Tensor;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class NativeStorageTest {
  @Test
  void itsBlockIsTheSameMemoryOnACacheLinesBoundary() {
    for (int length = 1; length < 100; length++) {
      try (NativeStorage storage = NativeStorage.allocate(length)) {
        assertThat(storage.length()).isEqualTo(length);
        assertThat(storage.block().floats().capacity()).isEqualTo(length);
        assertThat(storage.block().address() % NativeStorage.ALIGNMENT).isZero();
        storage.write(length - 1, new float[] {0, 1.5f}, 1, 1);
        assertThat(storage.block().floats().get(length - 1)).isEqualTo(1.5f);
        assertThat(storage.block().bits().get(length - 1)).isEqualTo(Float.floatToIntBits(1.5f));
        assertThat(Tensor.of(storage, length).slice(0, length - 1, length).toArray())
            .containsExactly(1.5f);
      }
    }
  }

  @Test
  void refusesImpossibleLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeStorage.allocate(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeStorage.allocate(NativeStorage.MAX_LENGTH + 1))
        .withMessageContaining(String.valueOf(NativeStorage.MAX_LENGTH));
  }

  @Test
  void refusesWhatIsOutsideOrFreed() {
    NativeStorage storage = NativeStorage.allocate(4);
    float[] values = new float[5];
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> storage.read(0, values, 0, 5));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> storage.write(1, values, 3, 3));
    storage.close();
    storage.close();
    assertThatIllegalStateException().isThrownBy(() -> storage.read(0, values, 0, 4));
  }

  /** Which JDK keeps a buffer for its views and segments, and which does not, must not matter. */
  @Test
  void memoryLivesAsLongAsItsBlock() throws InterruptedException {
    Block kept = NativeStorage.allocate(1 << 20).block();
    for (int i = 0; i < 1 << 20; i++) {
      kept.floats().put(i, i);
    }
    for (int round = 0; round < 5; round++) {
      System.gc();
      Thread.sleep(20);
      // Memory that was freed would be handed out here.
      Block other = NativeStorage.allocate(1 << 20).block();
      other.floats().put(0, -1f).put((1 << 20) - 1, -1f);
    }
    int sum = 0;
    for (int i = 0; i < 1 << 20; i++) {
      sum += kept.floats().get(i) == i ? 1 : 0;
    }
    assertThat(sum).isEqualTo(1 << 20);
  }

  @Test
  void refusesTensorsOfOtherEngines() {
    Tensor other = Tensor.of(new ArrayStorage(2), 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeStorage.block(other))
        .withMessageContaining("Tensor[2]");
  }

  @Test
  void closingFreesAtOnce() throws Exception {
    long before = ResidentMemory.bytes();
    for (int i = 0; i < 60; i++) {
      try (NativeStorage storage = NativeStorage.allocate(1 << 24)) {
        // One float of each page, so that the system really gives it.
        FloatBuffer floats = storage.block().floats();
        for (int page = 0; page < floats.capacity(); page += 1024) {
          floats.put(page, 1);
        }
      }
    }
    // 60 x 64 MB would be 3.8 GB.
    assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
  }
}
