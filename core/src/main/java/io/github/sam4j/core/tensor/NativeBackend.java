package io.github.sam4j.core.tensor;

import io.github.sam4j.core.natives.NativeLibraries;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What an engine that works on ND4J's memory by itself must know about the native library under it.
 *
 * <p>ND4J's library and others of its kind (oneDNN) share one OpenMP runtime, in which each thread
 * of the process has its own setting for how many threads its parallel regions use.
 */
public final class NativeBackend {
  private NativeBackend() {}

  /** Whether tensors lie in the machine's own memory rather than a device's. */
  public static boolean isCpu() {
    NativeLibraries.loadNd4j();
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
