package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class StorageTest {
  @Test
  void bytesAndFloatsShowTheSameMemory() {
    try (Storage storage = Storage.allocate(5)) {
      assertThat(storage.length()).isEqualTo(5);
      assertThat(storage.floats().capacity()).isEqualTo(5);
      storage.floats().put(3, 1.5f);
      assertThat(storage.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
      assertThat(storage.bytes().getFloat(12)).isEqualTo(1.5f);
      assertThat(Tensor.of(storage, 5).slice(0, 3, 4).toArray()).containsExactly(1.5f);
      assertThat(Tensor.of(storage, 5).slice(0, 3, 4).address()).isEqualTo(storage.address() + 12);
    }
  }

  @Test
  void refusesImpossibleLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Storage.allocate(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Storage.allocate(Storage.MAX_LENGTH + 1))
        .withMessageContaining(String.valueOf(Storage.MAX_LENGTH));
  }

  @Test
  void closingFreesAtOnce() throws Exception {
    long before = ResidentMemory.bytes();
    for (int i = 0; i < 60; i++) {
      try (Storage storage = Storage.allocate(1 << 24)) {
        // One float of each page, so that the system really gives it.
        FloatBuffer floats = storage.floats();
        for (int page = 0; page < floats.capacity(); page += 1024) {
          floats.put(page, 1);
        }
      }
    }
    // 60 x 64 MB would be 3.8 GB.
    assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
  }

  @Test
  void adoptsArraysInAnyOrder() {
    try (Storage storage = Storage.allocate(6)) {
      Tensor tensor = Tensor.of(storage, 2, 3);
      tensor.set(new float[] {1, 2, 3, 4, 5, 6});
      Tensor copy = Nd4jTensors.adopt(Nd4jTensors.array(tensor.swap(0, 1)).dup('f'));
      assertThat(copy.shape()).containsExactly(3, 2);
      assertThat(copy.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
      copy.storage().close();
      Tensor transposed = Nd4jTensors.adopt(Nd4jTensors.columnMajor(tensor));
      assertThat(transposed.shape()).containsExactly(3, 2);
      assertThat(transposed.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
      transposed.storage().close();
      assertThat(tensor.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }
}
