package io.github.sam4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.ResidentMemory;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortableEngineTest {
  private static final EngineOptions OPTIONS = EngineOptions.defaults();

  @Test
  void refusesToStartUnderAThreadLimit() {
    PortableEngineProvider limited = new PortableEngineProvider(Map.of("OMP_THREAD_LIMIT", "1"));
    assertThat(limited.unavailable()).contains("OMP_THREAD_LIMIT=1");
    assertThatIllegalStateException()
        .isThrownBy(() -> limited.create(OPTIONS))
        .withMessageContaining("OMP_THREAD_LIMIT=1");
    assertThat(new PortableEngineProvider(Map.of()).unavailable()).isEmpty();
  }

  @Test
  void staysWithF32() {
    try (Engine engine = new PortableEngine(new EngineOptions(3, Precision.BF16))) {
      assertThat(engine.options()).isEqualTo(new EngineOptions(3, Precision.F32));
    }
  }

  @Test
  void closedOperatorsMakeNothing() {
    try (Engine engine = new PortableEngine(OPTIONS)) {
      Operators operators = engine.operators();
      operators.close();
      assertThatIllegalStateException().isThrownBy(() -> operators.empty(1));
    }
  }

  @Test
  void aFrameClosedTwiceFreesOnce() {
    try (Engine engine = new PortableEngine(OPTIONS);
        Operators operators = engine.operators()) {
      Frame frame = operators.frame();
      operators.empty(100);
      frame.close();
      Tensor after = operators.tensor(new float[] {1, 2}, 2);
      frame.close();
      operators.tensor(new float[2], 2);
      assertThat(after.toArray()).containsExactly(1, 2);
    }
  }

  @Test
  void closingFreesWeights() throws Exception {
    float[] weight = new float[1 << 22];
    long before = ResidentMemory.bytes();
    for (int i = 0; i < 200; i++) {
      try (Engine engine = new PortableEngine(OPTIONS)) {
        engine.linear(1 << 11, 1 << 11, weight, null);
      }
    }
    // 200 x 16 MB would be 3.2 GB.
    assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
  }

  /** All scores of 2 heads x 4096 x 4096 would be 128 MB; only blocks of them are ever made. */
  @Test
  void globalAttentionIsBlocked() {
    WindowAttentionShape shape = new WindowAttentionShape(64, 64, 2, 4, new float[24]);
    PositionBias bias = new PositionBias.Decomposed(new float[127 * 4], new float[127 * 4]);
    try (Engine engine = new PortableEngine(OPTIONS);
        Operators operators = engine.operators()) {
      float[] values = new float[64 * 64 * 24];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 24 < 16 ? 0 : i / 24 % 2;
      }
      Tensor qkv = operators.tensor(values, 64, 64, 24);
      Tensor result = operators.windowAttention(qkv, engine.windowAttention(shape, bias));
      // All scores are equal, so that every token is the mean of the values.
      assertThat(result.toArray()).hasSize(64 * 64 * 8);
      for (float value : result.toArray()) {
        assertThat(value).isCloseTo(0.5f, within(1e-6f));
      }
    }
  }
}
