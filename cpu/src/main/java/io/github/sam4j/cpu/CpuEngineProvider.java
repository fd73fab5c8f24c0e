package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.EngineProvider;
import io.github.sam4j.core.tensor.NativeBackend;
import io.github.sam4j.cpu.onednn.OneDnn;
import io.github.sam4j.cpu.vector.Lanes;

/** Makes the CPU engine where the Vector API, oneDNN and ND4J's CPU backend are all there. */
public final class CpuEngineProvider implements EngineProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final int LEAST_X86_LANES = 8;

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
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return "the module "
          + VECTOR_MODULE
          + " is off; start Java with --add-modules "
          + VECTOR_MODULE;
    }
    String architecture = System.getProperty("os.arch", "");
    if (Lanes.WIDTH < LEAST_X86_LANES && architecture.equals("amd64")) {
      // Without fused multiply-add instructions the Vector API computes them in BigDecimal.
      return "it needs a processor with AVX2, found vectors of %d floats".formatted(Lanes.WIDTH);
    }
    try {
      // ND4J first: oneDNN then joins the OpenMP runtime that ND4J's library brings.
      if (!NativeBackend.isCpu()) {
        return "ND4J's backend does not keep tensors in the machine's memory";
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
    String reason = unavailable();
    if (!reason.isEmpty()) {
      throw new IllegalStateException("engine '" + name() + "' cannot run here: " + reason);
    }
    return new CpuEngine(options);
  }
}
