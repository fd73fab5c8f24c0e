package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.OperatorContract;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.kernel.ScalarKernels;
import io.github.sam4j.cpu.vector.VectorKernels;
import org.junit.jupiter.api.Nested;

/**
 * The contract of every engine, for the CPU engine with and without threads of its own, and for its
 * kernels of either kind.
 */
class CpuOperatorsTest {
  private static Engine create(int threads, Kernels kernels) {
    return CpuEngineProvider.create(new EngineOptions(threads, Precision.F32), kernels);
  }

  @Nested
  class OneThread extends OperatorContract {
    @Override
    protected Engine engine() {
      return create(1, new VectorKernels());
    }
  }

  @Nested
  class TwoThreads extends OperatorContract {
    @Override
    protected Engine engine() {
      return create(2, new VectorKernels());
    }
  }

  @Nested
  class Scalar extends OperatorContract {
    @Override
    protected Engine engine() {
      return create(2, new ScalarKernels());
    }
  }
}
