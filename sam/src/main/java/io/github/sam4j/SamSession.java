package io.github.sam4j;

import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.PreparedImage;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A model in use: what {@link Sam} and its embeddings share. Every use holds a read lock, so that
 * closing waits for them.
 */
final class SamSession implements AutoCloseable {
  /** Embeddings whose image-only decoder work is kept: an application works on few at a time. */
  private static final int PREPARED = 2;

  private final Model model;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final PreparedImages prepared = new PreparedImages(PREPARED, this::prepare);
  private final MaskUpscaler upscaler;
  private boolean closed;

  SamSession(Model model) {
    this.model = model;
    this.upscaler = new MaskUpscaler(model.engine().options().threads());
  }

  Model model() {
    return model;
  }

  /** Upscales masks on this model's threads. */
  MaskUpscaler upscaler() {
    return upscaler;
  }

  /** Runs something that uses native memory. */
  <T> T use(Supplier<T> call) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this model is closed");
      }
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  ImageEmbedding embed(SamImage image) {
    return use(
        () -> {
          int size = model.info().inputSize();
          ModelInput input = ModelInput.of(image, size, Normalization.IMAGENET_255);
          try (Operators ops = model.engine().operators()) {
            Tensor pixels = ops.tensor(input.channelsLast(), size, size, 3);
            float[] values = model.encoder().encode(ops, pixels).toArray();
            return new ImageEmbedding(this, input.geometry(), values, image);
          }
        });
  }

  PreparedImages.Lease prepared(ImageEmbedding embedding) {
    return prepared.acquire(embedding);
  }

  private PreparedImage prepare(ImageEmbedding embedding) {
    int grid = model.info().grid();
    try (Operators ops = model.engine().operators()) {
      return model
          .decoder()
          .prepare(
              ops,
              FeatureMaps.of(
                  ops.tensor(embedding.channelsLast(), grid, grid, model.info().channels())));
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        prepared.close();
        upscaler.close();
        model.engine().close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
