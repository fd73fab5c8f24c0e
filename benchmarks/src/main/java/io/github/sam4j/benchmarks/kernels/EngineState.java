package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An engine with seeded inputs; each benchmark packs its layers in {@link #prepare}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx3g"})
public abstract class EngineState {
  /** Which engine computes. */
  @Param({"cpu", "portable"})
  public String engine = "";

  /** Threads of an operator; 0 means one for each processor. */
  @Param("0")
  public int threads;

  /** Number format of matrix products. */
  @Param("F32")
  public Precision precision = Precision.F32;

  private final Random random = new Random(1);
  private @Nullable Engine made;
  private @Nullable Operators operators;

  /** Makes the engine and lets the benchmark prepare. */
  @Setup(Level.Trial)
  public void open() {
    int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    Engine opened = Engines.create(engine, new EngineOptions(count, precision));
    made = opened;
    operators = opened.operators();
    prepare();
  }

  /** Packs layers and makes inputs. */
  abstract void prepare();

  /** Frees everything. */
  @TearDown(Level.Trial)
  public void close() {
    ops().close();
    engine().close();
  }

  Engine engine() {
    return requireNonNull(made);
  }

  Operators ops() {
    return requireNonNull(operators);
  }

  /** Values of about unit variance. */
  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextFloat() - 0.5f) * 3.4641f;
    }
    return values;
  }

  /** Weights that keep variance. */
  float[] weights(int count, int fanIn) {
    float[] weights = values(count);
    float scale = (float) (1 / Math.sqrt(fanIn));
    for (int i = 0; i < count; i++) {
      weights[i] *= scale;
    }
    return weights;
  }

  Tensor tensor(int... shape) {
    return engine().tensor(values(Math.toIntExact(Tensor.size(shape))), shape);
  }

  Linear linear(int inputs, int outputs) {
    return engine().linear(inputs, outputs, weights(inputs * outputs, inputs), values(outputs));
  }

  Norm norm(int width) {
    return engine().norm(values(width), values(width), 1e-6f);
  }

  /** The numbers of a parameter such as "4096x768x2304". */
  static int[] sizes(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
