package io.github.sam4j.detectors.owl;

/**
 * OWLv2 (Minderer et al. 2023, "Scaling Open-Vocabulary Object Detection"): the picture is padded
 * to a square, so that it keeps its proportions. Checkpoints are those of transformers'
 * Owlv2ForObjectDetection.
 */
public final class Owlv2 extends OwlFamily {
  /** For {@link java.util.ServiceLoader}. */
  public Owlv2() {
    super("owlv2");
  }

  @Override
  public String id() {
    return "owlv2";
  }

  @Override
  public String title() {
    return "OWLv2";
  }

  @Override
  OwlImageProcessor processor(int inputSize) {
    return new Owlv2ImageProcessor(inputSize);
  }
}
