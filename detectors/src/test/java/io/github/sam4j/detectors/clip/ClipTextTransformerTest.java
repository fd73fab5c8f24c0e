package io.github.sam4j.detectors.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.SeededParameters;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClipTextTransformerTest {
  private static final int WIDTH = 12;
  private static final int HEADS = 3;
  private static final Map<String, Object> CONFIG =
      Map.of("num_attention_heads", (long) HEADS, "layer_norm_eps", 1e-3);
  private static final SeededParameters SMALL = parameters();
  private static Engine engine;
  private static ClipTextTransformer tower;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
    tower = new ClipTextTransformer(engine, SMALL, ClipTextConfig.infer(SMALL, CONFIG));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static SeededParameters parameters() {
    SeededParameters all =
        new SeededParameters(11)
            .with("text_model.embeddings.token_embedding.weight", 30, WIDTH)
            .with("text_model.embeddings.position_embedding.weight", 6, WIDTH)
            .layer("text_model.final_layer_norm", WIDTH)
            .with("text_projection.weight", 8, WIDTH);
    for (int i = 0; i < 2; i++) {
      String layer = "text_model.encoder.layers." + i + ".";
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
    ClipTextConfig config = tower.config();
    assertThat(config.vocabulary()).isEqualTo(30);
    assertThat(config.positions()).isEqualTo(6);
    assertThat(config.channels()).isEqualTo(8);
    assertThat(config.encoder().heads()).isEqualTo(HEADS);
    assertThat(config.encoder().epsilon()).isEqualTo(1e-3f);
    assertThatThrownBy(
            () -> ClipTextConfig.infer(parameters().with("text_projection.weight", 8, 9), CONFIG))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("text_projection.weight")
        .hasMessageContaining("[8, 9]");
  }

  @Test
  void asTheFormulasSay() {
    int[][] texts = {{28, 4, 7, 29, 0, 0}, {28, 29}, {28, 1, 2, 3, 5, 29}};
    float[][] found = embed(texts);
    for (int i = 0; i < texts.length; i++) {
      double[] expected = naive(texts[i]);
      assertThat(found[i]).hasSize(8);
      for (int c = 0; c < expected.length; c++) {
        assertThat((double) found[i][c]).isCloseTo(expected[c], within(2e-6));
      }
    }
  }

  @Test
  void onlyTokensUpToTheEndCount() {
    float[] expected = embed(new int[] {28, 4, 29})[0];
    assertThat(embed(new int[] {28, 4, 29, 0, 0, 0})[0]).isEqualTo(expected);
    assertThat(embed(new int[] {28, 4, 29, 29, 7})[0]).isEqualTo(expected);
    assertThat(embed(new int[] {28, 5, 29})[0]).isNotEqualTo(expected);
    assertThat(embed(new int[] {27, 4, 29})[0]).isNotEqualTo(expected);
  }

  @Test
  void refusesImpossibleIds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embed(new int[7]))
        .withMessageContaining("1 to 6 tokens, found 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embed(new int[] {28, 30}))
        .withMessageContaining("found 30");
    assertThatIllegalArgumentException().isThrownBy(() -> embed(new int[] {28, -1}));
  }

  private static float[][] embed(int[]... texts) {
    try (Operators ops = engine.operators()) {
      return tower.embed(ops, texts);
    }
  }

  private static double[] naive(int[] ids) {
    double[][] tokens = Naive.rows(values("embeddings.token_embedding.weight"), WIDTH);
    double[][] positions = Naive.rows(values("embeddings.position_embedding.weight"), WIDTH);
    double[][] x = new double[ids.length][];
    int end = 0;
    for (int i = 0; i < ids.length; i++) {
      x[i] = Naive.add(new double[][] {tokens[ids[i]]}, new double[][] {positions[i]})[0];
      end = ids[i] == 29 && end == 0 ? i : end;
    }
    for (int i = 0; i < 2; i++) {
      x = layer(x, "encoder.layers." + i + ".");
    }
    double[][] last = norm(new double[][] {x[end]}, "final_layer_norm");
    double[] y = Naive.linear(last, SMALL.values("text_projection.weight"), new float[8])[0];
    double length = Math.sqrt(Arrays.stream(y).map(v -> v * v).sum());
    return Arrays.stream(y).map(v -> v / length).toArray();
  }

  private static double[][] layer(double[][] x, String name) {
    double[][] normed = norm(x, name + "layer_norm1");
    double[][] q = linear(normed, name + "self_attn.q_proj");
    double[][] k = linear(normed, name + "self_attn.k_proj");
    double[][] v = linear(normed, name + "self_attn.v_proj");
    double[][] mixed = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[][] seenK = Arrays.copyOf(k, t + 1);
      double[][] seenV = Arrays.copyOf(v, t + 1);
      mixed[t] = Naive.attention(new double[][] {q[t]}, seenK, seenV, HEADS)[0];
    }
    double[][] y = Naive.add(x, linear(mixed, name + "self_attn.out_proj"));
    double[][] hidden = linear(norm(y, name + "layer_norm2"), name + "mlp.fc1");
    hidden = Naive.map(hidden, h -> h / (1 + Math.exp(-1.702 * h)));
    return Naive.add(y, linear(hidden, name + "mlp.fc2"));
  }

  private static double[][] norm(double[][] x, String name) {
    return Naive.layerNorm(x, values(name + ".weight"), values(name + ".bias"), 1e-3);
  }

  private static double[][] linear(double[][] x, String name) {
    return Naive.linear(x, values(name + ".weight"), values(name + ".bias"));
  }

  private static float[] values(String name) {
    return SMALL.values("text_model." + name);
  }
}
