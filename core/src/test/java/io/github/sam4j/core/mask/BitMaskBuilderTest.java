package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.sam4j.core.geometry.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitMaskBuilderTest {
  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void wordsMakeTheMask(BitMask mask) {
    BitMaskBuilder builder = new BitMaskBuilder(mask.size());
    for (int y = 0; y < mask.size().height(); y++) {
      for (int k = 0; k < mask.stride(); k++) {
        builder.word(k, y, mask.word(k, y));
      }
    }
    assertThat(builder.build()).isEqualTo(mask);
  }

  @Test
  void bitsPastTheRowAreDropped() {
    ImageSize size = new ImageSize(70, 2);
    BitMaskBuilder builder = new BitMaskBuilder(size);
    for (int y = 0; y < 2; y++) {
      builder.word(0, y, -1L);
      builder.word(1, y, -1L);
    }
    assertThat(builder.build()).isEqualTo(BitMask.full(size));
  }

  @Test
  void refusesWhatIsNotThere() {
    BitMaskBuilder builder = new BitMaskBuilder(new ImageSize(70, 2));
    for (int[] place : new int[][] {{2, 0}, {-1, 1}, {0, 2}, {0, -1}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> builder.word(place[0], place[1], 1));
    }
    assertThat(builder.build().isEmpty()).isTrue();
    assertThatIllegalStateException().isThrownBy(builder::build);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> builder.word(0, 0, 1));
  }
}
