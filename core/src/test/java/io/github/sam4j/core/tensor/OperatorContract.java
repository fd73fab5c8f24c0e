package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every engine must do: extend it and say which engine. The table of cases is in {@link
 * ElementCases}, {@link ProductCases}, {@link ConvolutionCases}, {@link SqueezeExcitationCases},
 * {@link AttentionCases}, {@link MapAttentionCases}, {@link LinearAttentionCases} and, for engines
 * that have {@link FactoredMaps}, {@link FactoredMapCases}, {@link FactoredMaskCases}, {@link
 * ConstantCellCases} and {@link FactoredThreadCases}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OperatorContract {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorContract.class);

  private final Map<String, Double> worst = new TreeMap<>();
  private Engine engine;

  /** A new engine; this class closes it. */
  protected abstract Engine engine();

  @BeforeAll
  void open() {
    engine = engine();
  }

  @AfterAll
  void close() {
    engine.close();
    engine.close();
    worst.forEach((operator, error) -> LOG.info("{} {}: {}", engine.name(), operator, error));
  }

  @TestFactory
  Stream<DynamicTest> operators() {
    List<OperatorCase> cases = new ArrayList<>(ElementCases.all());
    cases.addAll(ProductCases.all());
    cases.addAll(ConvolutionCases.all());
    cases.addAll(SqueezeExcitationCases.all());
    cases.addAll(AttentionCases.all());
    cases.addAll(MapAttentionCases.all());
    cases.addAll(LinearAttentionCases.all());
    if (hasFactoredMaps()) {
      cases.addAll(FactoredMapCases.all());
      cases.addAll(FactoredMaskCases.all());
      cases.addAll(ConstantCellCases.all());
      cases.addAll(FactoredThreadCases.all());
    }
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> run(c)));
  }

  /** Cases of a group that an engine does not offer are not made. */
  private boolean hasFactoredMaps() {
    try (Operators operators = engine.operators()) {
      return operators.factoredMaps() != null;
    }
  }

  private void run(OperatorCase testCase) {
    try (Operators operators = engine.operators()) {
      OperatorBench bench = new OperatorBench(operators, testCase.toString().hashCode());
      testCase.run().on(bench);
      worst.merge(testCase.operator(), bench.finish(testCase.bound()), Math::max);
    }
  }

  @TestFactory
  Stream<DynamicTest> wrongShapes() {
    return WrongShapes.all().stream()
        .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> refuse(wrong)));
  }

  @TestFactory
  Stream<DynamicTest> wrongFactoredShapes() {
    return (hasFactoredMaps() ? WrongFactoredShapes.all() : List.<WrongShapes>of())
        .stream().map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> refuse(wrong)));
  }

  private void refuse(WrongShapes wrong) {
    try (Operators operators = engine.operators()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> wrong.call().with(operators))
          .withMessageContainingAll(wrong.named().toArray(new String[0]));
    }
  }

  @Test
  void refusesLayersOfAnotherEngine() {
    try (Engine other = engine();
        Operators operators = engine.operators()) {
      Linear layer = other.linear(2, 2, new float[4], null);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> operators.linear(operators.empty(1, 2), layer, Activation.NONE));
    }
  }

  @Test
  void resultsMadeBeforeAFrameSurviveIt() {
    try (Operators operators = engine.operators()) {
      Tensor outside = operators.tensor(new float[] {1, 2, 3}, 3);
      Tensor sum = operators.add(outside, outside);
      try (Frame outer = operators.frame()) {
        Tensor middle = operators.add(sum, sum);
        for (int i = 0; i < 20; i++) {
          try (Frame inner = operators.frame()) {
            operators.add(middle, operators.tensor(new float[3 * (i + 1)], i + 1, 3));
          }
        }
        assertThat(middle.toArray()).containsExactly(4, 8, 12);
        assertThat(operators.add(middle, sum).toArray()).containsExactly(6, 12, 18);
      }
      operators.tensor(new float[100], 100);
      assertThat(sum.toArray()).containsExactly(2, 4, 6);
      assertThat(outside.toArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aFrameGivesItsMemoryBack() throws Exception {
    try (Operators operators = engine.operators()) {
      Tensor row = operators.tensor(new float[1 << 16], 1 << 16);
      Tensor column = operators.tensor(new float[64], 64, 1);
      long before = ResidentMemory.bytes();
      for (int i = 0; i < 120; i++) {
        try (Frame outer = operators.frame()) {
          Tensor big = operators.add(column, row);
          try (Frame inner = operators.frame()) {
            operators.add(big, row);
          }
        }
      }
      // 120 x 2 results of 16 MB would be 3.8 GB.
      assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
    }
  }

  @Test
  void closedOperatorsGiveTheirMemoryBack() throws Exception {
    float[] values = new float[1 << 20];
    long before = ResidentMemory.bytes();
    for (int i = 0; i < 300; i++) {
      try (Operators operators = engine.operators()) {
        Tensor x = operators.tensor(values, 1 << 20);
        operators.add(operators.add(x, x), x);
      }
    }
    // 300 x 12 MB would be 3.6 GB.
    assertThat(ResidentMemory.bytes() - before).isLessThan(1L << 30);
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    float[] weight = new float[96 * 96];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i % 13 - 6;
    }
    Linear layer = engine.linear(96, 96, weight, null);
    List<float[]> results =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(
                thread -> {
                  try (Operators operators = engine.operators()) {
                    Tensor x = operators.tensor(Arrays.copyOf(weight, 50 * 96), 50, 96);
                    for (int i = 0; i < 20; i++) {
                      try (Frame frame = operators.frame()) {
                        operators.linear(x, layer, Activation.GELU);
                      }
                    }
                    return operators.linear(x, layer, Activation.RELU).toArray();
                  }
                })
            .toList();
    assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(results.get(0)));
  }

  @Test
  void weightsOutliveOperators() {
    Tensor weight;
    try (Operators operators = engine.operators()) {
      weight = operators.engine().tensor(new float[] {1, 2, 3, 4}, 2, 2);
    }
    try (Operators operators = engine.operators()) {
      Tensor sum = operators.add(weight, operators.tensor(new float[] {0.5f}, 1));
      assertThat(sum.toArray()).containsExactly(new float[] {1.5f, 2.5f, 3.5f, 4.5f}, within(0f));
    }
  }

  @Test
  void aClosedEngineRefuses() {
    Engine closed = engine();
    closed.close();
    closed.close();
    assertThatIllegalStateException().isThrownBy(closed::operators);
  }
}
