package io.github.sam4j.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.Naive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClipVisionTransformerTest {
  private static final int GRID = 3;
  private static final int PATCH = 4;
  private static final int WIDTH = 12;
  private static final Map<String, Object> CONFIG = Map.of("num_attention_heads", 2L);
  private static final FakeParameters SMALL = parameters();
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.class_embedding", new int[] {WIDTH});
    shapes.put("embeddings.patch_embedding.weight", new int[] {WIDTH, 3, PATCH, PATCH});
    shapes.put("embeddings.position_embedding.weight", new int[] {1 + GRID * GRID, WIDTH});
    norm(shapes, "pre_layernorm");
    norm(shapes, "post_layernorm");
    for (int i = 0; i < 2; i++) {
      String layer = "encoder.layers." + i + ".";
      norm(shapes, layer + "layer_norm1");
      norm(shapes, layer + "layer_norm2");
      for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        shapes.put(layer + "self_attn." + name + ".weight", new int[] {WIDTH, WIDTH});
        shapes.put(layer + "self_attn." + name + ".bias", new int[] {WIDTH});
      }
      shapes.put(layer + "mlp.fc1.weight", new int[] {20, WIDTH});
      shapes.put(layer + "mlp.fc1.bias", new int[] {20});
      shapes.put(layer + "mlp.fc2.weight", new int[] {WIDTH, 20});
      shapes.put(layer + "mlp.fc2.bias", new int[] {WIDTH});
    }
    return new FakeParameters(shapes, 7);
  }

  private static void norm(Map<String, int[]> shapes, String name) {
    shapes.put(name + ".weight", new int[] {WIDTH});
    shapes.put(name + ".bias", new int[] {WIDTH});
  }

  @Test
  void readsItsSizes() {
    ClipVisionConfig config = ClipVisionConfig.infer(SMALL, CONFIG);
    assertThat(config.grid()).isEqualTo(GRID);
    assertThat(config.inputSize()).isEqualTo(GRID * PATCH);
    assertThat(config.encoder().layers()).isEqualTo(2);
    assertThat(config.encoder().mlpWidth()).isEqualTo(20);
    assertThat(config.encoder().heads()).isEqualTo(2);
    assertThat(config.encoder().activation()).isEqualTo(Activation.QUICK_GELU);
    assertThat(config.encoder().epsilon()).isEqualTo(1e-5f);
    assertThat(
            ClipVisionConfig.infer(SMALL, Map.of("num_attention_heads", 3L, "hidden_act", "gelu"))
                .encoder()
                .activation())
        .isEqualTo(Activation.GELU);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> ClipVisionConfig.infer(SMALL, Map.of("num_attention_heads", 5L)))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("num_attention_heads")
        .hasMessageContaining("found 5");
    assertThatThrownBy(() -> ClipVisionConfig.infer(SMALL, Map.of()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("num_attention_heads");
    assertThatThrownBy(
            () ->
                ClipVisionConfig.infer(
                    SMALL, Map.of("num_attention_heads", 2L, "hidden_act", "relu")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("hidden_act");
    assertThatThrownBy(
            () ->
                ClipVisionConfig.infer(
                    SMALL.with("embeddings.position_embedding.weight", 9, WIDTH), CONFIG))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("position_embedding")
        .hasMessageContaining("[9, 12]");
    ClipVisionConfig config = ClipVisionConfig.infer(SMALL, CONFIG);
    ClipVisionTransformer tower = new ClipVisionTransformer(engine, SMALL, config);
    try (Operators ops = engine.operators()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tower.encode(ops, ops.empty(3, 12, 12)))
          .withMessageContaining("[12, 12, 3]");
    }
  }

  @Test
  void asTheFormulasSay() {
    float[] pixels = new float[12 * 12 * 3];
    Random random = new Random(3);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    double[][] expected = naive(pixels);
    ClipVisionTransformer tower =
        new ClipVisionTransformer(engine, SMALL, ClipVisionConfig.infer(SMALL, CONFIG));
    try (Operators ops = engine.operators()) {
      float[] found = tower.encode(ops, ops.tensor(pixels, 12, 12, 3)).toArray();
      assertThat(found).hasSize(10 * WIDTH);
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i])
            .as("value %d", i)
            .isCloseTo(expected[i / WIDTH][i % WIDTH], within(2e-5));
      }
    }
  }

  private static double[][] naive(float[] pixels) {
    double[][][] map =
        Naive.convolution(
            SMALL, "embeddings.patch_embedding", Naive.unflatten(pixels, 12, 3), PATCH, 0);
    float[] positions = SMALL.values("embeddings.position_embedding.weight");
    float[] first = SMALL.values("embeddings.class_embedding");
    double[][] x = new double[1 + GRID * GRID][WIDTH];
    for (int t = 0; t < x.length; t++) {
      for (int c = 0; c < WIDTH; c++) {
        x[t][c] = t == 0 ? first[c] : map[(t - 1) / GRID][(t - 1) % GRID][c];
        x[t][c] += positions[t * WIDTH + c];
      }
      x[t] = Naive.norm(SMALL, "pre_layernorm", x[t], 1e-5);
    }
    for (int i = 0; i < 2; i++) {
      layer(x, "encoder.layers." + i + ".");
    }
    for (int t = 0; t < x.length; t++) {
      x[t] = Naive.norm(SMALL, "post_layernorm", x[t], 1e-5);
    }
    return x;
  }

  private static void layer(double[][] x, String name) {
    int tokens = x.length;
    double[][] q = new double[tokens][];
    double[][] k = new double[tokens][];
    double[][] v = new double[tokens][];
    for (int t = 0; t < tokens; t++) {
      double[] normed = Naive.norm(SMALL, name + "layer_norm1", x[t], 1e-5);
      q[t] = Naive.linear(SMALL, name + "self_attn.q_proj", normed);
      k[t] = Naive.linear(SMALL, name + "self_attn.k_proj", normed);
      v[t] = Naive.linear(SMALL, name + "self_attn.v_proj", normed);
    }
    int width = WIDTH / 2;
    for (int t = 0; t < tokens; t++) {
      double[] mixed = new double[WIDTH];
      for (int head = 0; head < WIDTH; head += width) {
        double[] scores = new double[tokens];
        for (int s = 0; s < tokens; s++) {
          for (int c = head; c < head + width; c++) {
            scores[s] += q[t][c] * k[s][c] / Math.sqrt(width);
          }
        }
        System.arraycopy(Naive.mix(scores, v), head, mixed, head, width);
      }
      add(x[t], Naive.linear(SMALL, name + "self_attn.out_proj", mixed));
      double[] hidden =
          Naive.linear(
              SMALL, name + "mlp.fc1", Naive.norm(SMALL, name + "layer_norm2", x[t], 1e-5));
      for (int c = 0; c < hidden.length; c++) {
        hidden[c] /= 1 + Math.exp(-1.702 * hidden[c]);
      }
      add(x[t], Naive.linear(SMALL, name + "mlp.fc2", hidden));
    }
  }

  private static void add(double[] x, double[] y) {
    for (int c = 0; c < x.length; c++) {
      x[c] += y[c];
    }
  }
}
