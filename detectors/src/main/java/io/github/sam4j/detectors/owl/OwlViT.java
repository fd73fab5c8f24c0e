package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;

/**
 * OWL-ViT (Minderer et al. 2022, "Simple Open-Vocabulary Object Detection with Vision
 * Transformers"): the picture is squeezed into the model's square.
 */
public final class OwlViT extends OwlDetector {
  private final OwlViTImageProcessor processor;

  OwlViT(Engine engine, OwlModel model, Tokenizer tokenizer) {
    super(engine, model, tokenizer);
    processor = new OwlViTImageProcessor(inputSize());
  }

  @Override
  public float[] pixels(SamImage image) {
    return processor.pixels(image);
  }

  @Override
  ImageSize extent(ImageSize picture) {
    return picture;
  }
}
