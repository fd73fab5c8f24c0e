package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.EngineProvider;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.onednn.OneDnn;
import io.github.sam4j.nd4j.NativeBackend;

/**
 * Makes the CPU engine where oneDNN and ND4J's CPU backend are both there: the threads of the one
 * are told through the other.
 */
public final class CpuEngineProvider implements EngineProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 10;
  }

  /** Found out once, since a library that failed to load fails less clearly the next time. */
  private static final class Found {
    static final String REASON = reason();

    private Found() {}
  }

  @Override
  public String unavailable() {
    return Found.REASON;
  }

  private static String reason() {
    try {
      // ND4J first: oneDNN then joins the OpenMP runtime that ND4J's library brings.
      if (!NativeBackend.isCpu()) {
        return "ND4J's backend is not the one for processors, which oneDNN's threads are told through";
      }
      OneDnn.load();
      return "";
    } catch (LinkageError | RuntimeException e) {
      return "a native library could not be loaded (are nd4j-native, dnnl and opencl for this "
          + "platform on the class path?): "
          + (e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public Engine create(EngineOptions options) {
    return create(options, KernelChoice.of(options.kernels()));
  }

  /** An engine with these kernels. */
  static Engine create(EngineOptions options, Kernels kernels) {
    if (!Found.REASON.isEmpty()) {
      throw new IllegalStateException("engine 'cpu' cannot run here: " + Found.REASON);
    }
    return new CpuEngine(options, kernels);
  }
}
