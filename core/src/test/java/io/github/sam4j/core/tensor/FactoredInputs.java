package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Inputs of {@link FactoredMaps} in any layout, with any values, that must stay what they are. */
final class FactoredInputs {
  private record Given(Tensor tensor, float[] values) {}

  private final OperatorBench bench;
  private final Layout layout;
  private final List<Given> inputs = new ArrayList<>();

  FactoredInputs(OperatorBench bench, Layout layout) {
    this.bench = bench;
    this.layout = layout;
  }

  /** The operators under test; the case is skipped, and shown as skipped, where there are none. */
  static FactoredMaps operators(Operators operators) {
    return Objects.requireNonNull(operators.factoredMaps(), "the engine has no factored maps");
  }

  /** A tensor of these values. */
  Tensor of(double[] values, int... shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    Tensor tensor = place(shape);
    tensor.set(floats);
    inputs.add(new Given(tensor, floats));
    return tensor;
  }

  private Tensor place(int... shape) {
    if (shape.length > 1 || layout == Layout.CONTIGUOUS) {
      return bench.target(layout, shape);
    }
    return bench.target(Layout.CONTIGUOUS, shape[0], 3).select(1, 1);
  }

  /** Normally distributed values with this deviation. */
  double[] normal(double deviation, int count) {
    double[] values = NaiveOperators.doubles(bench.values(count));
    for (int i = 0; i < count; i++) {
      values[i] *= deviation;
    }
    return values;
  }

  /** Rows of such values. */
  double[][] matrix(double deviation, int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int row = 0; row < rows; row++) {
      matrix[row] = normal(deviation, columns);
    }
    return matrix;
  }

  /** A tensor of such values. */
  Tensor random(double deviation, int... shape) {
    return of(normal(deviation, Math.toIntExact(Tensor.size(shape))), shape);
  }

  /** Random maps with scales from 0.3 to 2; null for those without terms. */
  @Nullable FactoredMap map(FactoredSize size) {
    if (size.terms() == 0) {
      return null;
    }
    double[] scale = normal(1, size.maps() * size.all());
    for (int i = 0; i < scale.length; i++) {
      scale[i] = 0.3 + 1.7 / (1 + Math.exp(-scale[i]));
    }
    return new FactoredMap(
        random(0.7, size.maps(), size.blocks(), size.terms(), size.cells()),
        of(scale, size.maps(), size.blocks(), size.cells()));
  }

  /** Tokens for scores of about this size. */
  Tensor tokens(FactoredSize size, double scores) {
    return random(scores / Math.sqrt(size.headWidth()), size.maps(), size.tokens(), size.width());
  }

  /** Random products of tokens with the basis; null for maps without one. */
  @Nullable Tensor basis(FactoredSize size, double scores) {
    return size.terms() == 0
        ? null
        : random(scores / Math.sqrt(size.terms()), size.maps(), size.rows(), size.terms());
  }

  /** Something for each channel of each cell. */
  Tensor planes(FactoredSize size) {
    return random(1, size.blocks(), size.width(), size.cells());
  }

  /** Checks that the inputs are what they were, bit for bit. */
  void checkUnchanged() {
    for (Given input : inputs) {
      assertThat(input.tensor().toArray())
          .as("input %s after the operator", input.tensor())
          .isEqualTo(input.values());
    }
  }
}
