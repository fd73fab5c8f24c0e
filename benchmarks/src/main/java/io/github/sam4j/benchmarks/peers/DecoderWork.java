package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.PreparedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clicks on an embedding to the low-resolution masks that a model gives for each, prompt encoder
 * included. What sam4j computes once for an embedding is part of the time, except for "one more
 * point".
 */
final class DecoderWork {
  private static final long SEED = 4;

  private DecoderWork() {}

  static Work open(Settings settings) throws Exception {
    String model = settings.task().model();
    int perSide = (int) Math.sqrt(settings.task().prompts());
    if (settings.side() == Side.SAM4J) {
      OurDecoder decoder = new OurDecoder(settings.models().checkpoint(model), settings.engine());
      return new Ours(decoder, perSide, settings.task().prepared());
    }
    return new OnnxRuntime(
        new OrtDecoder(settings.models(), model, settings.threads(), settings.batch()), perSide);
  }

  /** A map (channels, rows, columns): the embedding or another of a picture's. */
  private static float[] map(int number, int size) {
    return Inputs.values(size, SEED + number);
  }

  private static List<PixelPoint> points(int grid, int perSide) {
    return Inputs.grid(new ImageSize(16 * grid, 16 * grid), perSide);
  }

  private static float[] values(DecodedMasks masks) {
    float[] values = Arrays.copyOf(masks.iou(), masks.iou().length + masks.logits().length);
    System.arraycopy(masks.logits(), 0, values, masks.iou().length, masks.logits().length);
    return values;
  }

  private static final class Ours implements Work {
    private final OurDecoder decoder;
    private final List<float[]> image = new ArrayList<>();
    private final List<PixelPoint> points;
    private final @Nullable PreparedImage prepared;

    Ours(OurDecoder decoder, int perSide, boolean prepare) {
      this.decoder = decoder;
      for (MapShape map : decoder.maps()) {
        float[] values = map(image.size(), Math.toIntExact(map.size()));
        image.add(Inputs.channelsLast(values, map.channels()));
      }
      points = points(decoder.maps().get(0).rows(), perSide);
      prepared = prepare ? decoder.prepare(image) : null;
    }

    @Override
    public Supplier<float[]> run() {
      DecodedMasks masks = prepared != null ? decoder.decode(prepared, points) : fresh();
      return () -> values(masks);
    }

    private DecodedMasks fresh() {
      try (PreparedImage fresh = decoder.prepare(image)) {
        return decoder.decode(fresh, points);
      }
    }

    @Override
    public void close() {
      if (prepared != null) {
        prepared.close();
      }
      decoder.close();
    }
  }

  private static final class OnnxRuntime implements Work {
    private final OrtDecoder decoder;
    private final List<float[]> image;
    private final List<PixelPoint> points;

    OnnxRuntime(OrtDecoder decoder, int perSide) throws OrtException {
      this.decoder = decoder;
      List<float[]> maps = new ArrayList<>();
      for (int size : decoder.mapSizes()) {
        maps.add(map(maps.size(), size));
      }
      image = decoder.prepare(maps);
      points = points(decoder.grid(), perSide);
    }

    @Override
    public Supplier<float[]> run() throws Exception {
      DecodedMasks masks = decoder.decode(image, points);
      return () -> values(masks);
    }

    @Override
    public void close() throws OrtException {
      decoder.close();
    }
  }
}
