package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.resample.LogitResampling;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole program: reads a picture, loads the bundled model, embeds, gives the three masks of a
 * click at the middle. Times are counted from when the process was asked for.
 */
final class FirstMask {
  /** The system property with the time at which the process was asked for, in epoch ms. */
  static final String LAUNCHED = "sam4j.benchmarks.launched";

  /** The picture's name in the folder of the models. */
  static final String PICTURE = "picture.png";

  private final long launched = Long.parseLong(System.getProperty(LAUNCHED));
  private long last = launched;

  private FirstMask() {}

  static void run(Settings settings) throws Exception {
    FirstMask program = new FirstMask();
    program.phase("Java");
    if (settings.side() == Side.SAM4J) {
      Sam.prepare();
    }
    SamImage picture = SamImage.read(settings.folder().resolve(PICTURE));
    program.phase("picture");
    if (settings.side() == Side.SAM4J) {
      program.ours(settings, picture);
    } else {
      program.peers(settings, picture);
    }
    Sample.say("times", Double.toString((program.last - program.launched) / 1e3));
    Sample.say("peak", Long.toString(ResidentMemory.peak()));
  }

  private void phase(String name) {
    long now = System.currentTimeMillis();
    Sample.say("phase." + name, Double.toString((now - last) / 1e3));
    last = now;
  }

  private void ours(Settings settings, SamImage picture) {
    // An engine ahead of the model's own tells native libraries and model apart; it costs little.
    try (Engine engine = Engines.create(settings.engine())) {
      phase("libraries (" + engine.name() + ")");
    }
    // As an application ends: what is open is left to the process.
    @SuppressWarnings("resource")
    Sam sam = Sam.bundled(settings.sam());
    phase("model");
    ImageEmbedding embedding = sam.embed(picture);
    phase("embedding");
    embedding.segment(
        Prompt.point(picture.size().width() / 2.0, picture.size().height() / 2.0),
        MaskOutput.MULTIPLE);
    phase("masks");
  }

  @SuppressWarnings("resource") // left to the process
  private void peers(Settings settings, SamImage picture) throws Exception {
    ai.onnxruntime.OrtEnvironment.getEnvironment();
    phase("libraries");
    String model = settings.task().model();
    Path encoderGraph = settings.models().encoderGraph(model);
    OrtEncoder encoder = new OrtEncoder(encoderGraph, settings.threads());
    OrtDecoder decoder = new OrtDecoder(settings.models(), model, settings.threads(), 1);
    phase("model");
    ModelInput input = ModelInput.of(picture, encoder.inputSize(), Normalization.IMAGENET_255);
    List<float[]> maps = encoder.encode(input.channelsFirst());
    phase("embedding");
    ImageGeometry geometry = input.geometry();
    PixelPoint middle = new PixelPoint(picture.size().width() / 2.0, picture.size().height() / 2.0);
    DecodedMasks decoded = decoder.decode(maps, List.of(geometry.toModel(middle)));
    LogitResampling resampling =
        new LogitResampling(
            decoded.side(), geometry.inputSize(), geometry.resized(), geometry.original());
    long area = 0;
    for (int k : decoded.ranking(0)) {
      area += resampling.thresholded(decoded.mask(0, k), 0).area();
    }
    phase("masks");
    Sample.say("area", Long.toString(area));
  }
}
