package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.OperatorContract;
import io.github.sam4j.core.tensor.Precision;
import org.junit.jupiter.api.Nested;

/** The contract of every engine, for the CPU engine with and without threads of its own. */
class CpuOperatorsTest {
  private static Engine create(int threads) {
    return new CpuEngineProvider().create(new EngineOptions(threads, Precision.F32));
  }

  @Nested
  class OneThread extends OperatorContract {
    @Override
    protected Engine engine() {
      return create(1);
    }
  }

  @Nested
  class TwoThreads extends OperatorContract {
    @Override
    protected Engine engine() {
      return create(2);
    }
  }
}
