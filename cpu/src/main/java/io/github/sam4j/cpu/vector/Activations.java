package io.github.sam4j.cpu.vector;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.cpu.memory.Block;

/** Element-wise non-linearities of a stretch of memory; source and target may be the same. */
public final class Activations {
  private Activations() {}

  /** target = activation(source), for {@code length} values. */
  public static void apply(
      Activation activation, Block source, int from, Block target, int to, int length) {
    int whole = length - length % Lanes.WIDTH;
    switch (activation) {
      case NONE -> Copies.row(source, from, target, to, length);
      case RELU -> relu(source.memory(), from, target.memory(), to, whole);
      case GELU -> gelu(source.memory(), from, target.memory(), to, whole);
      case QUICK_GELU -> quickGelu(source.memory(), from, target.memory(), to, whole);
    }
    if (activation != Activation.NONE) {
      for (int i = whole; i < length; i++) {
        target.floats().put(to + i, scalar(activation, source.floats().get(from + i)));
      }
    }
  }

  private static float scalar(Activation activation, float x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case GELU -> ScalarMath.gelu(x);
      case QUICK_GELU -> ScalarMath.quickGelu(x);
    };
  }

  private static void relu(Object source, int from, Object target, int to, int length) {
    for (int i = 0; i < length; i += Lanes.WIDTH) {
      Lanes.store(Lanes.load(source, from + i).max(0f), target, to + i);
    }
  }

  private static void gelu(Object source, int from, Object target, int to, int length) {
    for (int i = 0; i < length; i += Lanes.WIDTH) {
      Lanes.store(VectorMath.gelu(Lanes.load(source, from + i)), target, to + i);
    }
  }

  private static void quickGelu(Object source, int from, Object target, int to, int length) {
    for (int i = 0; i < length; i += Lanes.WIDTH) {
      Lanes.store(VectorMath.quickGelu(Lanes.load(source, from + i)), target, to + i);
    }
  }
}
