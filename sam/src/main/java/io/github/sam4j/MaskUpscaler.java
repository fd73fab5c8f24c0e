package io.github.sam4j;

import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.ThresholdedMask;
import io.github.sam4j.core.mask.resample.LogitResampling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings low-resolution logits to the picture's pixels, several masks at a time. Thread-safe; each
 * mask is computed by one thread, so results do not depend on their number.
 */
final class MaskUpscaler implements AutoCloseable {
  /** How far above and below the threshold a mask is cut to measure its stability, in logits. */
  static final double STABILITY_OFFSET = 1.0;

  private static final double MASK_THRESHOLD = 0;

  private final ExecutorService threads;

  MaskUpscaler(int threads) {
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "sam4j-masks");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The masks of these logits, in their order. */
  List<UpscaledMask> upscale(
      List<LowResolutionLogits> logits, ImageGeometry geometry, double stabilityOffset) {
    if (logits.isEmpty()) {
      return List.of();
    }
    LogitResampling resampling =
        new LogitResampling(
            logits.get(0).side(), geometry.inputSize(), geometry.resized(), geometry.original());
    if (logits.size() == 1) {
      return List.of(upscale(resampling, logits.get(0), stabilityOffset));
    }
    List<Callable<UpscaledMask>> tasks = new ArrayList<>();
    for (LowResolutionLogits one : logits) {
      tasks.add(() -> upscale(resampling, one, stabilityOffset));
    }
    try {
      List<UpscaledMask> masks = new ArrayList<>();
      for (Future<UpscaledMask> mask : threads.invokeAll(tasks)) {
        masks.add(mask.get());
      }
      return masks;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while upscaling masks", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a mask could not be upscaled", e.getCause());
    }
  }

  private static UpscaledMask upscale(
      LogitResampling resampling, LowResolutionLogits logits, double offset) {
    ThresholdedMask mask = resampling.cut(logits, MASK_THRESHOLD, offset);
    return new UpscaledMask(mask.bits(), mask.stability(), logits);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
