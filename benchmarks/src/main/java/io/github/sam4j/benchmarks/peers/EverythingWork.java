package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import java.util.List;
import java.util.function.Supplier;

/** Automatic masks from a picture: preprocessing, encoder, 1024 clicks, filters, duplicates. */
final class EverythingWork {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 960;
  private static final long SEED = 7;

  private EverythingWork() {}

  /**
   * Thresholds under which as many masks pass as Meta's let pass with trained weights: nearly a
   * third of the 3072 by predicted IoU, which is what is upscaled, and about half of those by
   * stability. For the bundled model they are those it recommends. MobileSAM's synthetic weights
   * draw noise over the whole picture: its masks have one and the same box and count as duplicates,
   * and upscaling finds no region that is plain.
   */
  static EverythingOptions options(Task task) {
    EverythingOptions options = EverythingOptions.builder().boxNmsThresh(0.7).build();
    return task == Task.EVERYTHING_MOBILE_SAM
        ? options.withThresholds(-0.09, 0.1)
        : options.withThresholds(0.5, 0.6);
  }

  static SamImage picture() {
    return Inputs.picture(WIDTH, HEIGHT, SEED);
  }

  static Work open(Settings settings) throws Exception {
    return settings.side() == Side.SAM4J
        ? new Ours(
            Sam.load(settings.models().checkpoint(settings.task().model()), settings.sam()),
            options(settings.task()))
        : new OnnxRuntime(new OrtEverything(settings, options(settings.task())));
  }

  /** How many masks there are, and what their areas and scores sum to. */
  private static float[] summary(List<Mask> masks) {
    return new float[] {
      masks.size(),
      masks.stream().mapToLong(Mask::area).sum() / (float) (WIDTH * HEIGHT),
      (float) masks.stream().mapToDouble(Mask::score).sum()
    };
  }

  private static final class Ours implements Work {
    private final Sam sam;
    private final EverythingOptions options;
    private final SamImage picture = picture();

    Ours(Sam sam, EverythingOptions options) {
      this.sam = sam;
      this.options = options;
    }

    @Override
    public Supplier<float[]> run() {
      List<Mask> masks = sam.embed(picture).everything(options);
      return () -> summary(masks);
    }

    @Override
    public void close() {
      sam.close();
    }
  }

  private static final class OnnxRuntime implements Work {
    private final OrtEverything pipeline;
    private final SamImage picture = picture();

    OnnxRuntime(OrtEverything pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public Supplier<float[]> run() throws Exception {
      List<Mask> masks = pipeline.masks(picture);
      return () -> summary(masks);
    }

    @Override
    public void close() throws OrtException {
      pipeline.close();
    }
  }
}
