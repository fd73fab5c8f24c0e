package io.github.sam4j.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.Attention;
import io.github.sam4j.decoder.transformer.TokenSelfAttention;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.SeededParameters;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What tokens may do among themselves, against its formula. */
class TokenSelfAttentionTest {
  private static final int CHANNELS = 12;
  private static final int TOKENS = 5;
  private static final Parameters PARAMETERS =
      new SeededParameters(31)
          .layer("q_proj", CHANNELS, CHANNELS)
          .layer("k_proj", CHANNELS, CHANNELS)
          .layer("v_proj", CHANNELS, CHANNELS)
          .layer("out_proj", CHANNELS, CHANNELS);

  @Test
  void replacing() {
    check(TokenSelfAttention::replacing, (tokens, positions) -> attention(tokens, tokens));
  }

  @Test
  void residual() {
    check(
        TokenSelfAttention::residual,
        (tokens, positions) -> Naive.add(tokens, attention(Naive.add(tokens, positions), tokens)));
  }

  @Test
  void adding() {
    check(
        TokenSelfAttention::adding,
        (tokens, positions) -> Naive.add(tokens, attention(tokens, tokens)));
  }

  @Test
  void repositioning() {
    check(
        TokenSelfAttention::repositioning,
        (tokens, positions) -> {
          double[][] placed = Naive.add(tokens, positions);
          return Naive.add(placed, attention(placed, placed));
        });
  }

  /** The formula in doubles. */
  private interface Formula {
    double[][] apply(double[][] tokens, double[][] positions);
  }

  private static double[][] attention(double[][] positioned, double[][] tokens) {
    double[][] mixed =
        Naive.attention(
            linear("q_proj", positioned),
            linear("k_proj", positioned),
            linear("v_proj", tokens),
            3);
    return linear("out_proj", mixed);
  }

  private static double[][] linear(String name, double[][] x) {
    return Naive.linear(x, PARAMETERS.values(name + ".weight"), PARAMETERS.values(name + ".bias"));
  }

  private static void check(Function<Attention, TokenSelfAttention> kind, Formula formula) {
    Random random = new Random(6);
    float[] tokens = gaussian(random);
    float[] positions = gaussian(random);
    try (Engine engine = Engines.create(new EngineOptions(1, Precision.F32));
        Operators ops = engine.operators()) {
      Attention attention = new Attention(new StoredLayers(engine, PARAMETERS), CHANNELS, 3);
      Tensor given = ops.tensor(tokens, 1, TOKENS, CHANNELS);
      float[] found =
          kind.apply(attention)
              .run(ops, given, ops.tensor(positions, 1, TOKENS, CHANNELS))
              .toArray();
      assertThat(given.toArray()).as("the tokens given").isEqualTo(tokens);
      double[] expected =
          Naive.flat(formula.apply(Naive.rows(tokens, CHANNELS), Naive.rows(positions, CHANNELS)));
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i]).isCloseTo(expected[i], Offset.offset(1e-5));
      }
    }
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[TOKENS * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
