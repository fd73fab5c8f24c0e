package io.github.sam4j.internal;

import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.RegionLimits;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Brings low-resolution logits to the picture's pixels, several masks at a time. Thread-safe; each
 * mask is computed by one thread, so results do not depend on their number.
 */
final class MaskUpscaler implements AutoCloseable {
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
  List<UpscaledMask> upscale(List<LowResolutionLogits> logits, Way way) {
    if (logits.size() == 1) {
      return List.of(way.upscale(logits.get(0)));
    }
    List<Callable<UpscaledMask>> tasks = new ArrayList<>();
    for (LowResolutionLogits one : logits) {
      tasks.add(() -> way.upscale(one));
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

  /**
   * How logits become a mask.
   *
   * @param projection to the picture's pixels
   * @param stabilityOffset how far the threshold is moved to measure stability, in logits
   * @param regions what is taken out before
   * @param returned the logits as users get them
   */
  record Way(
      MaskProjection projection,
      double stabilityOffset,
      RegionLimits regions,
      UnaryOperator<LowResolutionLogits> returned) {
    UpscaledMask upscale(LowResolutionLogits logits) {
      ThresholdedMask mask = projection.cut(regions.clean(logits), MASK_THRESHOLD, stabilityOffset);
      return new UpscaledMask(mask.bits(), mask.stability(), returned.apply(logits));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
