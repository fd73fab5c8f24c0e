package io.github.sam4j.decoder;

import static io.github.sam4j.decoder.DecoderParameters.CHANNELS;
import static io.github.sam4j.decoder.DecoderParameters.HEADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import io.github.sam4j.prompt.Naive;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TwoWayTransformerTest {
  private static final int PROMPTS = 2;
  private static final int TOKENS = 7;
  private static final int CELLS = 16;

  @Test
  void bothSidesAgreeWithTheReference() {
    Random random = new Random(4);
    float[] tokens = gaussian(random, PROMPTS * TOKENS * CHANNELS);
    float[] image = gaussian(random, PROMPTS * CELLS * CHANNELS);
    float[] positions = gaussian(random, CELLS * CHANNELS);
    Parameters parameters = DecoderParameters.of(12, 2);
    try (Engine engine = Engines.create(new EngineOptions(1, Precision.F32));
        Operators ops = engine.operators()) {
      TwoWayTransformer transformer =
          new TwoWayTransformer(
              new StoredLayers(engine, parameters.under("transformer")),
              TwoWayConfig.sam(CHANNELS, HEADS),
              engine.tensor(positions, CELLS, CHANNELS));
      TwoWayTransformer.Result found =
          transformer.run(
              ops,
              ops.tensor(tokens, PROMPTS, TOKENS, CHANNELS),
              ops.tensor(image, PROMPTS, CELLS, CHANNELS),
              null);
      for (int p = 0; p < PROMPTS; p++) {
        ReferenceMaskDecoder.Sides expected =
            new ReferenceMaskDecoder(parameters, CHANNELS, HEADS)
                .transform(
                    part(tokens, p, TOKENS), part(image, p, CELLS), part(positions, 0, CELLS));
        assertClose(found.tokens().select(0, p), expected.tokens());
        assertClose(found.image().select(0, p), expected.image());
      }
    }
  }

  private static double[][] part(float[] values, int index, int rows) {
    int size = rows * CHANNELS;
    return Naive.rows(Arrays.copyOfRange(values, index * size, (index + 1) * size), CHANNELS);
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(Tensor found, double[][] expected) {
    float[] values = found.toArray();
    double[] flat = Naive.flat(expected);
    assertThat(values).hasSameSizeAs(flat);
    for (int i = 0; i < flat.length; i++) {
      assertThat((double) values[i]).isCloseTo(flat[i], Offset.offset(2e-5));
    }
  }
}
