package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TensorTest {
  private final Storage storage = new ArrayStorage(24);
  private final Tensor tensor = Tensor.of(storage, 2, 3, 4);

  TensorTest() {
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    tensor.set(values);
  }

  @Test
  void knowsItsShape() {
    assertThat(tensor.shape()).containsExactly(2, 3, 4);
    assertThat(tensor.strides()).containsExactly(12, 4, 1);
    assertThat(tensor.rank()).isEqualTo(3);
    assertThat(tensor.dim(0)).isEqualTo(2);
    assertThat(tensor.dim(-1)).isEqualTo(4);
    assertThat(tensor.stride(-2)).isEqualTo(4);
    assertThat(tensor.size()).isEqualTo(24);
    assertThat(tensor.isContiguous()).isTrue();
    assertThat(tensor).hasToString("Tensor[2, 3, 4]");
  }

  @Test
  void itsShapeCannotBeChangedFromOutside() {
    tensor.shape()[0] = 99;
    tensor.strides()[0] = 99;
    int[] given = {2, 12};
    Tensor other = Tensor.of(storage, given);
    given[0] = 99;
    assertThat(tensor.dim(0)).isEqualTo(2);
    assertThat(tensor.stride(0)).isEqualTo(12);
    assertThat(other.dim(0)).isEqualTo(2);
  }

  @Test
  void slicesAlongEveryAxis() {
    assertThat(tensor.slice(0, 1, 2).toArray())
        .containsExactly(12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
    assertThat(tensor.slice(1, 1, 2).toArray()).containsExactly(4, 5, 6, 7, 16, 17, 18, 19);
    assertThat(tensor.slice(-1, 2, 4).toArray())
        .containsExactly(2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23);
    assertThat(tensor.slice(0, 1, 2).isContiguous()).isTrue();
    assertThat(tensor.slice(1, 0, 2).isContiguous()).isFalse();
    assertThat(tensor.slice(2, 0, 1).isContiguous()).isFalse();
  }

  @Test
  void viewsOfViewsReachTheSameElements() {
    Tensor view = tensor.slice(2, 1, 4).slice(1, 1, 3).swap(0, 2);
    assertThat(view.shape()).containsExactly(3, 2, 2);
    assertThat(view.toArray()).containsExactly(5, 17, 9, 21, 6, 18, 10, 22, 7, 19, 11, 23);
    assertThat(view.select(0, 2).toArray()).containsExactly(7, 19, 11, 23);
    assertThat(view.select(-1, 1).select(1, 0).toArray()).containsExactly(17, 18, 19);
  }

  @Test
  void swapCountsNegativeAxesFromTheLast() {
    assertThat(tensor.swap(-1, 0).toArray()).isEqualTo(tensor.swap(2, 0).toArray());
  }

  @Test
  void setWritesThroughAViewAndNothingElse() {
    tensor.slice(2, 1, 3).slice(1, 2, 3).set(new float[] {-1, -2, -3, -4});
    assertThat(tensor.toArray())
        .containsExactly(
            0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -2, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, -3, -4, 23);
  }

  @Test
  void setAndReadReachValuesThatLieApart() {
    Tensor turned = tensor.slice(2, 1, 3).swap(1, 2);
    turned.set(new float[] {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12});
    assertThat(turned.toArray()).containsExactly(-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12);
    assertThat(tensor.toArray())
        .containsExactly(
            0, -1, -4, 3, 4, -2, -5, 7, 8, -3, -6, 11, 12, -7, -10, 15, 16, -8, -11, 19, 20, -9,
            -12, 23);
  }

  @Test
  void aBlockHasAtLeastOneFloat() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ArrayStorage(0))
        .withMessageContaining("0");
  }

  @Test
  void reshapesOnlyWithoutGaps() {
    assertThat(tensor.reshape(4, 6).select(0, 3).toArray()).containsExactly(18, 19, 20, 21, 22, 23);
    assertThat(tensor.slice(0, 1, 2).reshape(12).slice(0, 0, 2).toArray()).containsExactly(12, 13);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.swap(0, 1).reshape(24))
        .withMessageContaining("[3, 2, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.reshape(5, 5))
        .withMessageContainingAll("[2, 3, 4]", "[5, 5]");
  }

  @Test
  void aDimensionOfOneLeavesNoGap() {
    assertThat(new Tensor(storage, 0, new int[] {1, 4}, new long[] {999, 1}).isContiguous())
        .isTrue();
    assertThat(tensor.slice(0, 0, 1).swap(0, 1).isContiguous()).isTrue();
  }

  @Test
  void refusesWhatIsOutside() {
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.slice(1, 2, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.slice(1, 2, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.slice(1, -1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.select(0, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.set(new float[23]))
        .withMessageContainingAll("24", "23");
  }

  @Test
  void sizeDoesNotOverflow() {
    assertThat(Tensor.size(1 << 20, 1 << 20)).isEqualTo(1L << 40);
    assertThat(Tensor.rowMajor(3, 1 << 20, 1 << 20)).containsExactly(1L << 40, 1 << 20, 1);
  }
}
