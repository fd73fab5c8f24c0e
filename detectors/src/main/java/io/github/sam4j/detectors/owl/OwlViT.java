package io.github.sam4j.detectors.owl;

/**
 * OWL-ViT (Minderer et al. 2022, "Simple Open-Vocabulary Object Detection with Vision
 * Transformers"): the picture is squeezed into the model's square. Checkpoints are those of
 * transformers' OwlViTForObjectDetection.
 */
public final class OwlViT extends OwlFamily {
  /** For {@link java.util.ServiceLoader}. */
  public OwlViT() {
    super("owlvit");
  }

  @Override
  public String id() {
    return "owl-vit";
  }

  @Override
  public String title() {
    return "OWL-ViT";
  }

  @Override
  OwlImageProcessor processor(int inputSize) {
    return new OwlViTImageProcessor(inputSize);
  }
}
