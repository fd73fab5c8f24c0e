package io.github.sam4j.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Holds an encoder against a naive one on random pixels. */
public final class EncoderCheck {
  private static final double TOLERANCE = 2e-5;

  private EncoderCheck() {}

  /** Fails if an embedding differs, or if the pixels were changed. */
  public static void against(
      ImageEncoder encoder, Engine engine, UnaryOperator<double[][][]> naive) {
    int size = encoder.inputSize();
    float[] pixels = pixels(size);
    double[] expected = Naive.flatten(naive.apply(Naive.unflatten(pixels, size, 3)));
    try (Operators ops = engine.operators()) {
      Tensor input = ops.tensor(pixels, size, size, 3);
      Tensor first = encoder.encode(ops, input).embedding();
      assertThat(first.shape()).containsExactly(encoder.grid(), encoder.grid(), encoder.channels());
      Tensor second = encoder.encode(ops, input).embedding();
      assertThat(second.toArray()).as("run again").isEqualTo(first.toArray());
      assertThat(input.toArray()).as("pixels").isEqualTo(pixels);
      close(first.toArray(), expected);
    }
  }

  /** Random pixels: (size, size, 3). */
  public static float[] pixels(int size) {
    float[] pixels = new float[size * size * 3];
    Random random = new Random(99);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  /** Fails if two maps differ. */
  public static void close(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      worst = Math.max(worst, Math.abs(found[i] - expected[i]));
    }
    assertThat(worst).as("largest error").isLessThan(TOLERANCE);
  }
}
