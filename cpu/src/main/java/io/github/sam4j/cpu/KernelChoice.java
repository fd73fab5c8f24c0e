package io.github.sam4j.cpu;

import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.kernel.ScalarKernels;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorKernels;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernels this process uses: those on the Vector API where that incubating module is on and
 * the processor has what they need, scalar ones otherwise. {@code -Dsam4j.kernels=scalar} asks for
 * these.
 */
final class KernelChoice {
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String PROPERTY = "sam4j.kernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final int LEAST_X86_LANES = 8;

  private KernelChoice() {}

  /** Made once, so that it is said once why there are no better ones. */
  private static final class Best {
    static final Kernels KERNELS = choose();

    private Best() {}
  }

  static Kernels best() {
    return Best.KERNELS;
  }

  private static Kernels choose() {
    String asked = System.getProperty(PROPERTY, "").trim().toLowerCase(Locale.ROOT);
    if (asked.equals("scalar")) {
      return new ScalarKernels();
    }
    if (!asked.isEmpty() && !asked.equals("vector")) {
      LOG.warn("-D{}={} is neither 'vector' nor 'scalar' and not heeded", PROPERTY, asked);
    }
    String reason = unavailable();
    if (reason.isEmpty()) {
      return new VectorKernels();
    }
    LOG.warn("prompts will take longer than they need, with scalar kernels: {}", reason);
    return new ScalarKernels();
  }

  /** Why there is no Vector API, or nothing. */
  private static String unavailable() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return "the module %s is off; start Java with --add-modules %s".formatted(MODULE, MODULE);
    }
    String architecture = System.getProperty("os.arch", "");
    if (Lanes.WIDTH < LEAST_X86_LANES && architecture.equals("amd64")) {
      // Without fused multiply-add instructions the Vector API computes them in BigDecimal.
      return "vectors need a processor with AVX2, found vectors of %d floats"
          .formatted(Lanes.WIDTH);
    }
    return "";
  }
}
