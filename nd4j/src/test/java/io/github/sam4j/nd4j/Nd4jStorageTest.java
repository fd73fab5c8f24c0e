package io.github.sam4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.tensor.ArrayStorage;
import io.github.sam4j.core.tensor.ResidentMemory;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;

class Nd4jStorageTest {
  @Test
  void refusesImpossibleLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nd4jStorage.allocate(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nd4jStorage.allocate(Nd4jStorage.MAX_LENGTH + 1))
        .withMessageContaining(String.valueOf(Nd4jStorage.MAX_LENGTH));
  }

  @Test
  void refusesTensorsOfOtherEngines() {
    Tensor other = Tensor.of(new ArrayStorage(2), 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nd4jTensors.array(other))
        .withMessageContaining("Tensor[2]");
  }

  @Test
  void closingFreesAtOnce() throws Exception {
    long before = ResidentMemory.bytes();
    for (int i = 0; i < 60; i++) {
      try (Storage storage = Nd4jStorage.allocate(1 << 24)) {
        // One float of each page, so that the system really gives it.
        for (int page = 0; page < storage.length(); page += 1024) {
          storage.write(page, new float[] {1}, 0, 1);
        }
      }
    }
    // 60 x 64 MB would be 3.8 GB.
    assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
  }

  @Test
  void adoptsArraysInAnyOrder() {
    try (Storage storage = Nd4jStorage.allocate(6)) {
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
