package io.github.sam4j.cpu;

import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.kernel.ScalarKernels;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorKernels;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernels an engine uses: those on the Vector API where that incubating module is on, and
 * processor and virtual machine have what they need, scalar ones otherwise. What an engine's
 * options do not say, {@code -Dsam4j.kernels=scalar} may.
 */
final class KernelChoice {
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String PROPERTY = "sam4j.kernels";
  private static final String VECTOR = "vector";
  private static final String SCALAR = "scalar";
  private static final String MODULE = "jdk.incubator.vector";
  private static final int LEAST_X86_LANES = 8;

  private KernelChoice() {}

  /** Made once, so that it is said once why there are no better ones. */
  private static final class Best {
    static final Kernels KERNELS = choose();

    private Best() {}
  }

  /**
   * Kernels by their name.
   *
   * @param asked null for what the system property says, else the best
   * @throws IllegalArgumentException if there are none of that name
   * @throws IllegalStateException if they cannot run here
   */
  static Kernels of(@Nullable String asked) {
    if (asked == null) {
      return Best.KERNELS;
    }
    return switch (asked.trim().toLowerCase(Locale.ROOT)) {
      case SCALAR -> new ScalarKernels();
      case VECTOR -> {
        String reason = unavailable();
        if (!reason.isEmpty()) {
          throw new IllegalStateException("vector kernels cannot run here: " + reason);
        }
        yield new VectorKernels();
      }
      default ->
          throw new IllegalArgumentException(
              "kernels are '%s' or '%s', found '%s'".formatted(VECTOR, SCALAR, asked));
    };
  }

  private static Kernels choose() {
    String asked = System.getProperty(PROPERTY, "").trim().toLowerCase(Locale.ROOT);
    if (asked.equals(SCALAR)) {
      return new ScalarKernels();
    }
    if (!asked.isEmpty() && !asked.equals(VECTOR)) {
      LOG.warn("-D{}={} is neither '{}' nor '{}' and not heeded", PROPERTY, asked, VECTOR, SCALAR);
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
    String compiler =
        withoutCompiler(
            System.getProperty("java.vm.info", ""), System.getProperty("java.vm.version", ""));
    if (!compiler.isEmpty()) {
      return compiler;
    }
    String architecture = System.getProperty("os.arch", "");
    if (Lanes.WIDTH < LEAST_X86_LANES && architecture.equals("amd64")) {
      // Without fused multiply-add instructions the Vector API computes them in BigDecimal.
      return "vectors need a processor with AVX2, found vectors of %d floats"
          .formatted(Lanes.WIDTH);
    }
    return "";
  }

  /**
   * Why vectors would not become instructions, or nothing: HotSpot's server compiler alone makes
   * them so; elsewhere each is an object on the heap.
   *
   * @param info what the virtual machine says of its mode (java.vm.info)
   * @param version of the virtual machine (java.vm.version)
   */
  static String withoutCompiler(String info, String version) {
    String needed = "vectors need HotSpot's server compiler (C2), found ";
    if (info.contains("interpreted mode")) {
      return needed + "a virtual machine that interprets (-Xint)";
    }
    if (info.contains("emulated-client")) {
      return needed + "the client compiler alone (-XX:TieredStopAtLevel=1)";
    }
    if (version.contains("jvmci")) {
      return needed + "another (%s)".formatted(version);
    }
    return "";
  }
}
