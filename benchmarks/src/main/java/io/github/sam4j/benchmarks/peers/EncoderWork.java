package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.function.Supplier;

/** An image encoder on a preprocessed picture. */
final class EncoderWork {
  private static final long SEED = 3;

  private EncoderWork() {}

  static Work open(Settings settings) throws Exception {
    String model = settings.task().model();
    return settings.side() == Side.SAM4J
        ? new Ours(
            new OurEncoder(settings.models().checkpoint(model), settings.engine()),
            settings.task().withFeatures())
        : new OnnxRuntime(
            new OrtEncoder(settings.models().encoderGraph(model), settings.threads()));
  }

  private static float[] pixels(int size) {
    return Inputs.values(3 * size * size, SEED);
  }

  private static final class Ours implements Work {
    private final OurEncoder encoder;
    private final boolean prepare;
    private final float[] pixels;

    Ours(OurEncoder encoder, boolean prepare) {
      this.encoder = encoder;
      this.prepare = prepare;
      pixels = Inputs.channelsLast(pixels(encoder.inputSize()), 3);
    }

    @Override
    public Supplier<float[]> run() {
      List<float[]> maps = encoder.encode(pixels, prepare);
      return () -> Inputs.channelsFirst(maps.get(0), encoder.channels());
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  private static final class OnnxRuntime implements Work {
    private final OrtEncoder encoder;
    private final float[] pixels;

    OnnxRuntime(OrtEncoder encoder) {
      this.encoder = encoder;
      pixels = pixels(encoder.inputSize());
    }

    @Override
    public Supplier<float[]> run() throws Exception {
      List<float[]> maps = encoder.encode(pixels);
      return () -> maps.get(0);
    }

    @Override
    public void close() throws OrtException {
      encoder.close();
    }
  }
}
