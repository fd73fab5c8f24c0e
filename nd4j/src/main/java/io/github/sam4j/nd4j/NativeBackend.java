package io.github.sam4j.nd4j;

import io.github.sam4j.core.natives.NativeLibraries;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What an engine that brings a native library of its own must know about ND4J's.
 *
 * <p>ND4J's library and others of its kind (oneDNN) share one OpenMP runtime, in which each thread
 * of the process has its own setting for how many threads its parallel regions use.
 */
public final class NativeBackend {
  private NativeBackend() {}

  /**
   * Loads ND4J's backend.
   *
   * @throws LinkageError if it is missing or does not run here
   */
  static void load() {
    NativeLibraries.load(Nd4j::getBackend);
  }

  /** Whether ND4J computes on the machine's processor rather than a device. */
  public static boolean isCpu() {
    load();
    return Nd4j.getBackend().getEnvironment().isCPU();
  }

  /** How many threads an OpenMP region started by the calling thread would use. */
  public static int openMpThreads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  /** Sets {@link #openMpThreads()} for the calling thread alone. */
  public static void setOpenMpThreads(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
