package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes seeded inputs in any layout for one case and checks what an engine makes of them. */
public final class OperatorBench {
  private record Snapshot(Tensor whole, float[] values) {
    static Snapshot of(Tensor whole) {
      return new Snapshot(whole, whole.toArray());
    }
  }

  private record Target(Snapshot before, Layout layout, int[] shape) {}

  private final Operators operators;
  private final Random random;
  private final List<Snapshot> inputs = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private double worst;

  OperatorBench(Operators operators, long seed) {
    this.operators = operators;
    this.random = new Random(seed);
  }

  /** The operators under test. */
  public Operators operators() {
    return operators;
  }

  /** Their engine. */
  public Engine engine() {
    return operators.engine();
  }

  /** Normally distributed values. */
  public float[] values(long count) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Like {@link #values}, scaled as a layer's weights are, so that results are of order 1. */
  public float[] weights(long count, int inputs) {
    float[] values = values(count);
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(inputs);
    }
    return values;
  }

  /** A random tensor that the operator must leave alone. */
  public Tensor input(Layout layout, int... shape) {
    Tensor whole = operators.empty(around(layout, shape));
    whole.set(values(whole.size()));
    inputs.add(Snapshot.of(whole));
    return within(whole, layout, shape);
  }

  /** A tensor with these values that the operator must leave alone. */
  public Tensor input(float[] values, int... shape) {
    Tensor whole = operators.tensor(values, shape);
    inputs.add(Snapshot.of(whole));
    return whole;
  }

  /** A random tensor that the operator may write, but not what lies around it. */
  public Tensor target(Layout layout, int... shape) {
    Tensor whole = operators.empty(around(layout, shape));
    whole.set(values(whole.size()));
    targets.add(new Target(Snapshot.of(whole), layout, shape));
    return within(whole, layout, shape);
  }

  private static int[] around(Layout layout, int... shape) {
    int[] around = shape.clone();
    int last = shape.length - 1;
    switch (layout) {
      case CONTIGUOUS -> {}
      case SLICED_FIRST -> around[0] += 3;
      case SLICED_MIDDLE -> around[last / 2] += 3;
      case SLICED_LAST -> around[last] = 3 * shape[last] + 1;
      case SWAPPED -> {
        around[last] = shape[last - 1];
        around[last - 1] = shape[last];
      }
    }
    return around;
  }

  private static Tensor within(Tensor whole, Layout layout, int... shape) {
    int last = shape.length - 1;
    return switch (layout) {
      case CONTIGUOUS -> whole;
      case SLICED_FIRST -> whole.slice(0, 2, 2 + shape[0]);
      case SLICED_MIDDLE -> whole.slice(last / 2, 1, 1 + shape[last / 2]);
      case SLICED_LAST -> whole.slice(last, shape[last], 2 * shape[last]);
      case SWAPPED -> whole.swap(last - 1, last);
    };
  }

  /** Checks shape and values; the bound is checked by {@link #finish}. */
  public void expect(Tensor found, double[] expected, int... shape) {
    assertThat(found.shape()).containsExactly(shape);
    float[] values = found.toArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      double error = Math.abs(values[i] - expected[i]) / (1 + Math.abs(expected[i]));
      worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
    }
  }

  /**
   * Checks the bound, and that the inputs and what lies around them are the same bit for bit.
   *
   * @return the largest error
   */
  double finish(double bound) {
    assertThat(worst).as("largest error").isLessThanOrEqualTo(bound);
    for (Snapshot input : inputs) {
      assertThat(input.whole().toArray()).as("input after the operator").isEqualTo(input.values());
    }
    for (Target target : targets) {
      Tensor whole = target.before().whole();
      Tensor expected = operators.tensor(target.before().values(), whole.shape());
      within(expected, target.layout(), target.shape())
          .set(within(whole, target.layout(), target.shape()).toArray());
      assertThat(whole.toArray()).as("around the target").isEqualTo(expected.toArray());
    }
    return worst;
  }
}
