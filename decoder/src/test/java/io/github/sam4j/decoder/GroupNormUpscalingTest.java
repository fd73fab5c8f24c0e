package io.github.sam4j.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.SeededParameters;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupNormUpscalingTest {
  /** The last of the cases has the published numbers of cells and channels behind the norm. */
  @ParameterizedTest
  @CsvSource({
    "cpu, 2, 3, 10, 6, 5",
    "portable, 2, 3, 10, 6, 5",
    "cpu, 1, 1, 4, 1, 1",
    "portable, 1, 1, 4, 1, 1",
    "cpu, 1, 64, 4, 64, 3",
    "portable, 1, 64, 4, 64, 3"
  })
  void agreesWithTheFormula(
      String name, int batch, int grid, int channels, int middle, int outputs) {
    Parameters parameters = parameters(channels, middle, outputs);
    float[] image = new float[batch * grid * grid * channels];
    Random random = new Random(grid);
    for (int i = 0; i < image.length; i++) {
      // A mean far from 0, so that the variance is not that of the values alone.
      image[i] = 2 + (float) random.nextGaussian();
    }
    try (Engine engine = Engines.create(name, new EngineOptions(2, Precision.F32));
        Operators ops = engine.operators()) {
      Upscaling upscaling =
          new GroupNormUpscaling(new StoredLayers(engine, parameters), channels, grid);
      assertThat(upscaling.outputs()).isEqualTo(outputs);
      Tensor found =
          upscaling.run(
              ops, ops.tensor(image, batch, grid, grid, channels), new FeatureMaps(Map.of()));
      assertThat(found.shape()).containsExactly(batch, 4 * grid, 4 * grid, outputs);
      for (int b = 0; b < batch; b++) {
        int size = grid * grid * channels;
        float[] own = Arrays.copyOfRange(image, b * size, (b + 1) * size);
        assertClose(found.select(0, b), naive(parameters, Naive.rows(own, channels)));
      }
    }
  }

  private static SeededParameters parameters(int channels, int middle, int outputs) {
    return new SeededParameters(8)
        .with("0.weight", channels, middle, 2, 2)
        .with("0.bias", middle)
        .layer("1", middle)
        .with("3.weight", middle, outputs, 2, 2)
        .with("3.bias", outputs);
  }

  private static double[][] naive(Parameters p, double[][] image) {
    double[][] x = Naive.spread(image, p.values("0.weight"), p.values("0.bias"));
    double mean = Arrays.stream(x).flatMapToDouble(Arrays::stream).average().orElseThrow();
    double variance =
        Arrays.stream(x)
            .flatMapToDouble(Arrays::stream)
            .map(v -> (v - mean) * (v - mean))
            .average()
            .orElseThrow();
    float[] gain = p.values("1.weight");
    float[] bias = p.values("1.bias");
    for (double[] cell : x) {
      for (int c = 0; c < cell.length; c++) {
        cell[c] = (cell[c] - mean) / Math.sqrt(variance + 1e-5) * gain[c] + bias[c];
      }
    }
    return Naive.gelu(Naive.spread(Naive.gelu(x), p.values("3.weight"), p.values("3.bias")));
  }

  private static void assertClose(Tensor found, double[][] expected) {
    float[] values = found.toArray();
    double[] flat = Naive.flat(expected);
    assertThat(values).hasSameSizeAs(flat);
    double worst = 0;
    for (int i = 0; i < flat.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - flat[i]));
    }
    assertThat(worst).as("largest error").isCloseTo(0, Offset.offset(2e-5));
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    try (Engine engine = Engines.create("portable", new EngineOptions(1, Precision.F32))) {
      assertThatThrownBy(
              () ->
                  new GroupNormUpscaling(
                      new StoredLayers(engine, parameters(10, 6, 5).with("1.bias", 7)), 10, 3))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("'1.bias': expected shape [6], found shape [7]");
    }
  }
}
