package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;

/**
 * OWLv2 (Minderer et al. 2023, "Scaling Open-Vocabulary Object Detection"): the picture is padded
 * to a square, so that it keeps its proportions.
 */
public final class Owlv2 extends OwlDetector {
  private final Owlv2ImageProcessor processor;

  Owlv2(Engine engine, OwlModel model, Tokenizer tokenizer) {
    super(engine, model, tokenizer);
    processor = new Owlv2ImageProcessor(inputSize());
  }

  @Override
  public float[] pixels(SamImage image) {
    return processor.pixels(image);
  }

  @Override
  ImageSize extent(ImageSize picture) {
    return new ImageSize(picture.longSide(), picture.longSide());
  }
}
