package io.github.sam4j.detectors.clip;

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
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.SeededParameters;
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
  private static final SeededParameters SMALL = parameters();
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
    SeededParameters all =
        new SeededParameters(7)
            .with("embeddings.class_embedding", WIDTH)
            .with("embeddings.patch_embedding.weight", WIDTH, 3, PATCH, PATCH)
            .with("embeddings.position_embedding.weight", 1 + GRID * GRID, WIDTH)
            .layer("pre_layernorm", WIDTH)
            .layer("post_layernorm", WIDTH);
    for (int i = 0; i < 2; i++) {
      String layer = "encoder.layers." + i + ".";
      all.layer(layer + "layer_norm1", WIDTH).layer(layer + "layer_norm2", WIDTH);
      for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        all.layer(layer + "self_attn." + name, WIDTH, WIDTH);
      }
      all.layer(layer + "mlp.fc1", 20, WIDTH).layer(layer + "mlp.fc2", WIDTH, 20);
    }
    return all;
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
                    parameters().with("embeddings.position_embedding.weight", 9, WIDTH), CONFIG))
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
    double[][] patches =
        Naive.patches(
            Naive.rows(pixels, 3),
            SMALL.values("embeddings.patch_embedding.weight"),
            new float[WIDTH],
            PATCH);
    double[][] first = Naive.rows(SMALL.values("embeddings.class_embedding"), WIDTH);
    double[][] x =
        Naive.add(
            Naive.concatenate(first, patches),
            Naive.rows(SMALL.values("embeddings.position_embedding.weight"), WIDTH));
    x = norm(x, "pre_layernorm");
    for (int i = 0; i < 2; i++) {
      x = layer(x, "encoder.layers." + i + ".");
    }
    return norm(x, "post_layernorm");
  }

  private static double[][] layer(double[][] x, String name) {
    double[][] normed = norm(x, name + "layer_norm1");
    double[][] mixed =
        Naive.attention(
            linear(normed, name + "self_attn.q_proj"),
            linear(normed, name + "self_attn.k_proj"),
            linear(normed, name + "self_attn.v_proj"),
            2);
    double[][] y = Naive.add(x, linear(mixed, name + "self_attn.out_proj"));
    double[][] hidden = linear(norm(y, name + "layer_norm2"), name + "mlp.fc1");
    hidden = Naive.map(hidden, h -> h / (1 + Math.exp(-1.702 * h)));
    return Naive.add(y, linear(hidden, name + "mlp.fc2"));
  }

  private static double[][] norm(double[][] x, String name) {
    return Naive.layerNorm(x, SMALL.values(name + ".weight"), SMALL.values(name + ".bias"), 1e-5);
  }

  private static double[][] linear(double[][] x, String name) {
    return Naive.linear(x, SMALL.values(name + ".weight"), SMALL.values(name + ".bias"));
  }
}
