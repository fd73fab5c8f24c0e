package io.github.sam4j.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.kernel.ScalarKernels;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.parallel.Workers;
import io.github.sam4j.cpu.vector.VectorKernels;
import io.github.sam4j.cpu.work.Machine;
import io.github.sam4j.cpu.work.Workspace;
import io.github.sam4j.nd4j.NativeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is particular to this engine: threads, precision, and being chosen. */
class CpuEngineTest {
  private static final int WIDTH = 64;
  private static final int SIDE = 24;

  private final Random random = new Random(7);

  private static Engine engine(int threads, Precision precision) {
    return new CpuEngineProvider().create(new EngineOptions(threads, precision));
  }

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  /** A small transformer block that uses every kind of kernel. */
  private final class Block {
    private final Linear qkv;
    private final WindowAttention windows;
    private final Norm norm;
    private final Linear up;
    private final Linear down;

    Block(Engine engine) {
      qkv = engine.linear(WIDTH, 3 * WIDTH, values(3 * WIDTH * WIDTH), values(3 * WIDTH));
      windows =
          engine.windowAttention(
              new WindowAttentionShape(SIDE, 7, 4, WIDTH / 4, values(3 * WIDTH)),
              new PositionBias.Decomposed(values(13 * WIDTH / 4), values(13 * WIDTH / 4)));
      norm = engine.norm(values(WIDTH), values(WIDTH), 1e-6f);
      up = engine.linear(WIDTH, 4 * WIDTH, values(4 * WIDTH * WIDTH), values(4 * WIDTH));
      down = engine.linear(4 * WIDTH, WIDTH, values(4 * WIDTH * WIDTH), values(WIDTH));
    }

    float[] run(Engine engine, float[] input) {
      try (Operators operators = engine.operators()) {
        Tensor x = operators.tensor(input, SIDE, SIDE, WIDTH);
        Tensor map = operators.linear(operators.layerNorm(x, norm), qkv, Activation.NONE);
        Tensor y = operators.add(x, operators.windowAttention(map, windows));
        operators.addFeedForwardTo(y, norm, up, Activation.GELU, down);
        Tensor tokens = y.reshape(1, SIDE * SIDE, WIDTH);
        Tensor few = tokens.slice(1, 0, 5);
        operators.copy(few, operators.attention(few, tokens, tokens, 4, null));
        return operators.attention(tokens, few, few, 4, null).toArray();
      }
    }
  }

  private static Stream<Kernels> kernels() {
    return Stream.of(new VectorKernels(), new ScalarKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void compilationDoesNotChangeABit(Kernels kernels) {
    try (Engine engine = CpuEngineProvider.create(new EngineOptions(1, Precision.F32), kernels)) {
      Block block = new Block(engine);
      float[] input = values(SIDE * SIDE * WIDTH);
      float[] first = block.run(engine, input);
      for (int i = 0; i < 150; i++) {
        assertThat(block.run(engine, input)).as("run %d", i).isEqualTo(first);
      }
    }
  }

  @Test
  void callersAtOnceAndThreadsDoNotChangeABit() throws Exception {
    float[] input = values(SIDE * SIDE * WIDTH);
    long seed = random.nextLong();
    random.setSeed(seed);
    float[] expected;
    try (Engine one = engine(1, Precision.F32)) {
      expected = new Block(one).run(one, input);
    }
    random.setSeed(seed);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Engine three = engine(3, Precision.F32)) {
      Block block = new Block(three);
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        results.add(callers.submit(() -> block.run(three, input)));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void leavesTheCallersOpenMpThreadsAlone() {
    int before = NativeBackend.openMpThreads();
    try (Engine engine = engine(2, Precision.F32)) {
      new Block(engine).run(engine, values(SIDE * SIDE * WIDTH));
      assertThat(NativeBackend.openMpThreads()).isEqualTo(before);
    }
  }

  @Test
  void halfPrecisionIsCloseAndOnlyForManyRows() {
    float[] weight = values(WIDTH * WIDTH);
    float[] many = values(100 * WIDTH);
    float[] few = values(5 * WIDTH);
    float[][] expected = new float[2][];
    try (Engine engine = engine(1, Precision.F32)) {
      expected[0] = linear(engine, weight, many);
      expected[1] = linear(engine, weight, few);
    }
    try (Engine engine = engine(2, Precision.BF16)) {
      float[] found = linear(engine, weight, many);
      for (int i = 0; i < found.length; i++) {
        // 64 products of values up to 1/2, each rounded to 8 bits.
        assertThat(Math.abs(found[i] - expected[0][i])).isLessThan(0.03f);
      }
      assertThat(linear(engine, weight, few)).isEqualTo(expected[1]);
      if (engine.options().precision() == Precision.BF16) {
        assertThat(found).isNotEqualTo(expected[0]);
      }
    }
  }

  @Test
  void largeLayersInHalfPrecisionAreCloseForAnyRows() {
    int inputs = 600;
    int outputs = 1000;
    float[] up = values(inputs * outputs);
    float[] down = values(inputs * outputs);
    float[] input = values(70 * inputs);
    float[] gain = values(inputs);
    float[][] results = new float[2][];
    float[][] sums = new float[2][];
    for (Precision precision : Precision.values()) {
      try (Engine engine = engine(1, precision);
          Operators operators = engine.operators()) {
        Norm norm = engine.norm(gain, new float[inputs], 1e-6f);
        Linear first = engine.linear(inputs, outputs, up, null);
        Linear second = engine.linear(outputs, inputs, down, null);
        Tensor x = operators.tensor(input, 70, inputs);
        Tensor few = operators.linear(x.slice(0, 0, 3), first, Activation.NONE);
        operators.addFeedForwardTo(x, norm, first, Activation.GELU, second);
        results[precision.ordinal()] = few.toArray();
        sums[precision.ordinal()] = x.toArray();
      }
    }
    double error = 0;
    double size = 0;
    for (int i = 0; i < sums[0].length; i++) {
      error += Math.abs(sums[0][i] - sums[1][i]);
      size += Math.abs(sums[0][i]);
    }
    assertThat(error / size).isLessThan(0.02);
    for (int i = 0; i < results[0].length; i++) {
      assertThat(Math.abs(results[0][i] - results[1][i])).isLessThan(0.1f);
    }
  }

  private static float[] linear(Engine engine, float[] weight, float[] input) {
    try (Operators operators = engine.operators()) {
      Linear layer = engine.linear(WIDTH, WIDTH, weight, null);
      Tensor x = operators.tensor(input, input.length / WIDTH, WIDTH);
      return operators.linear(x, layer, Activation.NONE).toArray();
    }
  }

  @Test
  void isChosenFirst() {
    try (Engine engine = Engines.create(new EngineOptions(1, Precision.F32))) {
      assertThat(engine.name()).isEqualTo("cpu");
    }
  }

  @Test
  void aFailureInAPartReachesTheCaller() {
    try (Workers workers = new Workers(2);
        MatrixPacker packer = new MatrixPacker(workers);
        Workspace workspace =
            new Workspace(new Machine(new ScalarKernels(), workers, packer, Precision.F32))) {
      assertThatThrownBy(
              () ->
                  workspace.parallel(
                      Long.MAX_VALUE,
                      8,
                      (worker, part) -> {
                        throw new UnsupportedOperationException("part " + part);
                      }))
          .isInstanceOf(UnsupportedOperationException.class);
      workspace.parallel(Long.MAX_VALUE, 8, (worker, part) -> {});
    }
  }
}
