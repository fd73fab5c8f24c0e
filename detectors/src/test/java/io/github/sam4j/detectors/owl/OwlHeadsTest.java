package io.github.sam4j.detectors.owl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.SeededParameters;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OwlHeadsTest {
  private static final int GRID = 3;
  private static final int WIDTH = 10;
  private static final int CHANNELS = 6;
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static SeededParameters parameters() {
    return new SeededParameters(5)
        .layer("layer_norm", WIDTH)
        .layer("class_head.dense0", CHANNELS, WIDTH)
        .layer("class_head.logit_shift", 1, WIDTH)
        .layer("class_head.logit_scale", 1, WIDTH)
        .layer("box_head.dense0", WIDTH, WIDTH)
        .layer("box_head.dense1", WIDTH, WIDTH)
        .layer("box_head.dense2", 4, WIDTH);
  }

  private static SeededParameters withObjectness() {
    return parameters()
        .layer("objectness_head.dense0", WIDTH, WIDTH)
        .layer("objectness_head.dense1", WIDTH, WIDTH)
        .layer("objectness_head.dense2", 1, WIDTH);
  }

  @Test
  void asTheFormulasSay() {
    SeededParameters p = withObjectness();
    float[] tokens = random((1 + GRID * GRID) * WIDTH, 1);
    float[] queries = random(2 * CHANNELS, 2);
    float[][] rows = {
      java.util.Arrays.copyOf(queries, CHANNELS),
      java.util.Arrays.copyOfRange(queries, CHANNELS, 2 * CHANNELS)
    };
    double[][] features = features(p, tokens);
    double[][] classes = layer(p, "class_head.dense0", features);
    double[][] shift = layer(p, "class_head.logit_shift", features);
    double[][] scale = layer(p, "class_head.logit_scale", features);
    double[][] boxes = head(p, "box_head", features);
    double[][] objectness = head(p, "objectness_head", features);
    OwlHeads heads = new OwlHeads(engine, p, GRID, WIDTH, CHANNELS, 1e-5f);
    try (Operators ops = engine.operators()) {
      OwlPredictions found = heads.predict(ops, ops.tensor(tokens, 1 + GRID * GRID, WIDTH));
      float[] logits = found.logits(ops, rows);
      float[] foundObjectness = found.objectness();
      assertThat(found.patches()).isEqualTo(GRID * GRID);
      assertThat(found.channels()).isEqualTo(CHANNELS);
      assertThat(foundObjectness).isNotNull();
      for (int i = 0; i < GRID * GRID; i++) {
        int row = i / GRID;
        double[] bias = {
          logit((i % GRID + 1.0) / GRID),
          logit((row + 1.0) / GRID),
          logit(1.0 / GRID),
          logit(1.0 / GRID)
        };
        for (int c = 0; c < 4; c++) {
          close(found.boxes()[4 * i + c], 1 / (1 + Math.exp(-boxes[i][c] - bias[c])));
        }
        close(Objects.requireNonNull(foundObjectness)[i], objectness[i][0]);
        double elu = scale[i][0] > 0 ? scale[i][0] : Math.exp(scale[i][0]) - 1;
        for (int q = 0; q < 2; q++) {
          double cosine = cosine(classes[i], rows[q]);
          close(logits[2 * i + q], (cosine + shift[i][0]) * (elu + 1));
        }
      }
      assertThatIllegalArgumentException().isThrownBy(() -> found.logits(ops, new float[5]));
    }
  }

  @Test
  void owlViTHasNoObjectness() {
    OwlHeads heads = new OwlHeads(engine, parameters(), GRID, WIDTH, CHANNELS, 1e-5f);
    try (Operators ops = engine.operators()) {
      float[] tokens = random(10 * WIDTH, 1);
      assertThat(heads.predict(ops, ops.tensor(tokens, 10, WIDTH)).objectness()).isNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heads.predict(ops, ops.empty(9, WIDTH)))
          .withMessageContaining("[10, 10]")
          .withMessageContaining("[9, 10]");
    }
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[][] features(SeededParameters p, float[] tokens) {
    double[][] rows = Naive.rows(tokens, WIDTH);
    double[][] merged = new double[GRID * GRID][WIDTH];
    for (int i = 0; i < merged.length; i++) {
      for (int c = 0; c < WIDTH; c++) {
        merged[i][c] = rows[0][c] * rows[i + 1][c];
      }
    }
    return Naive.layerNorm(
        merged, p.values("layer_norm.weight"), p.values("layer_norm.bias"), 1e-5);
  }

  private static double[][] head(SeededParameters p, String name, double[][] x) {
    double[][] first = Naive.gelu(layer(p, name + ".dense0", x));
    return layer(p, name + ".dense2", Naive.gelu(layer(p, name + ".dense1", first)));
  }

  private static double[][] layer(SeededParameters p, String name, double[][] x) {
    return Naive.linear(x, p.values(name + ".weight"), p.values(name + ".bias"));
  }

  private static double logit(double p) {
    return Math.log(p + 1e-4) - Math.log(1 - p + 1e-4);
  }

  private static double cosine(double[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / (Math.sqrt(aa) + 1e-6) / (Math.sqrt(bb) + 1e-6);
  }

  private static void close(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(5e-6));
  }
}
