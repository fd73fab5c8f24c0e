package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Operators on factored maps give the same with any number of threads, bit for bit. */
final class FactoredThreadCases {
  private static final int CHANNELS = 24;
  private static final int SIDE = 16;
  private static final FactoredSize LARGE = new FactoredSize(3, 4, 64, 9, 8, 16, 72);

  private FactoredThreadCases() {}

  static List<OperatorCase> all() {
    return List.of(
        new OperatorCase(
            "threads",
            "factored maps",
            0,
            bench -> {
              FactoredInputs.operators(bench.operators());
              Engine engine = bench.engine();
              List<float[]> expected = results(bench.operators());
              for (int threads = 1; threads <= 3; threads++) {
                EngineOptions options = new EngineOptions(threads, engine.options().precision());
                try (Engine other = Engines.create(engine.name(), options);
                    Operators operators = other.operators()) {
                  assertThat(results(operators))
                      .as("with %d threads", threads)
                      .usingElementComparator(Arrays::compare)
                      .isEqualTo(expected);
                }
              }
            }));
  }

  private static List<float[]> results(Operators operators) {
    FactoredMaps maps = FactoredInputs.operators(operators);
    FactoredInputs inputs = new FactoredInputs(new OperatorBench(operators, 1), Layout.CONTIGUOUS);
    List<float[]> results = new ArrayList<>();
    AttentionInputs attention = AttentionInputs.random(inputs, LARGE, true, 1);
    FactoredMap map = Objects.requireNonNull(attention.map());
    int heads = LARGE.heads();
    Tensor values = inputs.planes(LARGE);
    results.add(
        maps.attentionTo(map, attention.tokens(), attention.planes(), values, heads).toArray());
    VectorSum sum = VectorSum.random(inputs, LARGE, CHANNELS, true, 1e-6f);
    FactoredMap after =
        maps.attentionFrom(map, attention.tokens(), attention.planes(), heads, sum.told());
    results.add(after.coefficients().toArray());
    results.add(after.scale().toArray());
    FactoredUpscaling upscaling =
        new FactoredUpscaling(
            inputs.random(1, LARGE.blocks(), 64, LARGE.cells()),
            new FactoredFeatures(
                inputs.random(1, LARGE.blocks(), 64, LARGE.cells()),
                inputs.random(1, LARGE.blocks(), 128, LARGE.cells())),
            inputs.random(1, 64),
            inputs.random(1, 16),
            inputs.random(1, 16),
            1e-6f,
            inputs.random(1, 32, 16),
            inputs.random(1, 8));
    Tensor basis = inputs.random(0.1, LARGE.maps(), 64, after.terms());
    int[] owners = {0, 0, 0, 0, 1, 2};
    Tensor filters = inputs.random(1, 6, 8);
    results.add(maps.masks(after, upscaling, basis, filters, owners, SIDE).toArray());
    return results;
  }
}
