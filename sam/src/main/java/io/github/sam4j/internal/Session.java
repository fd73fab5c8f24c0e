package io.github.sam4j.internal;

import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.RegionLimits;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A model in use: what the facade and its embeddings share. Every use holds a read lock, so that
 * closing waits for them. Thread-safe.
 */
public final class Session implements AutoCloseable {
  /** Pictures whose image-only decoder work is kept: an application works on few at a time. */
  private static final int PREPARED = 2;

  private final LoadedModel loaded;
  private final SegmentationModel model;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final PreparedImages prepared = new PreparedImages(PREPARED);
  private final MaskUpscaler upscaler;
  private boolean closed;

  /** Takes the model over: it is closed with this session. */
  public Session(LoadedModel loaded) {
    this.loaded = loaded;
    this.model = loaded.segmentation();
    this.upscaler = new MaskUpscaler(loaded.engine().options().threads());
  }

  /** What is in use. */
  public LoadedModel loaded() {
    return loaded;
  }

  /**
   * Runs something that uses native memory.
   *
   * @throws IllegalStateException if this session is closed
   */
  public <T> T use(Supplier<T> call) {
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

  /** Runs the image encoder. */
  public EmbeddedPicture embed(SamImage image) {
    InputTransform input = model.input();
    return use(
        () -> {
          try (Operators ops = loaded.engine().operators()) {
            Tensor pixels = ops.tensor(input.pixels(image), input.side(), input.side(), 3);
            Map<String, float[]> maps = new LinkedHashMap<>();
            model.encode(ops, pixels).maps().forEach((name, map) -> maps.put(name, map.toArray()));
            return new EmbeddedPicture(input.geometry(image.size()), maps, image);
          }
        });
  }

  /**
   * Decodes prompts of the same parts and as many points each.
   *
   * @param prompts in pixels of the picture
   * @param request which masks
   */
  public DecodedMasks decode(
      EmbeddedPicture picture, List<SpatialPrompt> prompts, MaskRequest request) {
    ImageGeometry geometry = model.promptGeometry(picture.size());
    List<SpatialPrompt> scaled =
        prompts.stream()
            .map(prompt -> prompt.scaled(geometry.scaleX(), geometry.scaleY()))
            .toList();
    return use(
        () -> {
          try (PreparedImages.Lease image = prepared.acquire(picture, () -> prepare(picture));
              Operators ops = loaded.engine().operators()) {
            return model.decode(ops, image.image(), scaled, request);
          }
        });
  }

  private PreparedImage prepare(EmbeddedPicture picture) {
    try (Operators ops = loaded.engine().operators()) {
      Map<String, Tensor> maps = new LinkedHashMap<>();
      for (MapShape shape : model.maps()) {
        maps.put(shape.name(), ops.tensor(picture.map(shape.name()), shape.dimensions()));
      }
      return model.prepare(ops, new FeatureMaps(maps));
    }
  }

  /**
   * The masks of these logits at the picture's size, in their order.
   *
   * @param stabilityOffset how far the threshold is moved to measure stability, in logits
   * @param regions what is taken out before
   */
  public List<UpscaledMask> upscale(
      EmbeddedPicture picture,
      List<LowResolutionLogits> logits,
      double stabilityOffset,
      RegionLimits regions) {
    if (logits.isEmpty()) {
      return List.of();
    }
    MaskProjection projection = model.projection(picture.size());
    MaskUpscaler.Way way =
        new MaskUpscaler.Way(projection, stabilityOffset, regions, model::forRefinement);
    return use(() -> upscaler.upscale(logits, way));
  }

  /** A mask's low-resolution logits as users get them and give them back in a prompt. */
  public LowResolutionLogits returned(LowResolutionLogits logits) {
    return model.forRefinement(logits);
  }

  /** Waits for uses in progress, then frees all native memory. Idempotent. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        prepared.close();
        upscaler.close();
        loaded.engine().close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
