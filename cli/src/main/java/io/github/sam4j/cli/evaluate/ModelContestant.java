package io.github.sam4j.cli.evaluate;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.ModelInfo;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import java.util.ArrayList;
import java.util.List;

/** A model: one box; one click, then clicks where it errs; everything, if that is asked for. */
final class ModelContestant implements Contestant, AutoCloseable {
  private final String model;
  private final Sam sam;
  private final List<EverythingPass> passes;
  private final List<Double> encoderMillis = new ArrayList<>();

  /**
   * Takes the model over, which is closed with it.
   *
   * @param model what the user calls it
   * @param passes how it is to segment everything
   */
  ModelContestant(String model, Sam sam, List<EverythingPass> passes) {
    this.model = model;
    this.sam = sam;
    this.passes = List.copyOf(passes);
  }

  String model() {
    return model;
  }

  ModelInfo info() {
    return sam.info();
  }

  /** Median time of the image encoder for a picture, its resampling included; NaN without any. */
  double medianEncoderMillis() {
    return Figures.median(encoderMillis);
  }

  @Override
  public List<String> columns() {
    return List.of("box", "click 1", "best of 3", "clicks 3", "clicks 5");
  }

  @Override
  public List<EverythingPass> passes() {
    return passes;
  }

  @Override
  public Answers look(SamImage picture) {
    long start = System.nanoTime();
    ImageEmbedding embedding = sam.embed(picture);
    encoderMillis.add((System.nanoTime() - start) * 1e-6);
    return new ModelAnswers(embedding, passes);
  }

  @Override
  public void close() {
    sam.close();
  }
}
