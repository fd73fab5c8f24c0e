package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;
import io.github.sam4j.detectors.owl.OwlDetector;
import io.github.sam4j.detectors.owl.OwlPredictions;
import io.github.sam4j.detectors.owl.OwlViT;
import io.github.sam4j.detectors.owl.Owlv2;
import io.github.sam4j.weights.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How far a detector is from transformers' outputs: largest errors, and pixels in steps of 1/255.
 *
 * @param objectness 0 where there is no such head
 * @param seconds what preprocessing, image tower and heads took on this machine
 */
record OwlFigures(
    double worstPixel,
    double equalPixels,
    double texts,
    double boxes,
    double logits,
    double objectness,
    double logitsByExample,
    double seconds) {
  private static final double BOUND = 1e-3;

  /**
   * Compares.
   *
   * @param weights the folder of the checkpoint
   * @param reference the folder of the reference outputs and pictures
   */
  static OwlFigures measure(Path weights, Path reference, EngineUnderTest underTest)
      throws Exception {
    Tokenizer tokenizer = tokenizer(reference);
    List<String> texts = texts(reference);
    SamImage image = SamImage.read(reference.resolve("image.png"));
    SamImage example = SamImage.read(reference.resolve("query.png"));
    try (Engine own = underTest.with(() -> Engines.create(EngineOptions.defaults()));
        OwlDetector detector = load(weights, own, tokenizer);
        Engine engine = Engines.create(EngineOptions.defaults());
        Operators ops = engine.operators()) {
      float[][] queries = detector.embed(texts);
      float[] query = detector.predict(example).asQuery();
      long start = System.nanoTime();
      OwlPredictions found = detector.predict(image);
      double seconds = (System.nanoTime() - start) / 1e9;
      float[] objectness = found.objectness();
      float[] byExample = found.logits(ops, query);
      double[] steps = steps(detector.pixels(image), values(reference, "pixels"));
      return new OwlFigures(
          IntStream.range(0, steps.length).mapToDouble(i -> steps[i]).max().orElseThrow(),
          IntStream.range(0, steps.length).filter(i -> steps[i] < 0.01).count()
              / (double) steps.length,
          error(flat(queries), values(reference, "text_embeds")),
          error(found.boxes(), values(reference, "pred_boxes")),
          error(found.logits(ops, queries), values(reference, "logits")),
          objectness == null ? 0 : error(objectness, values(reference, "objectness")),
          error(byExample, values(reference, "guided_logits")),
          seconds);
    }
  }

  /** A checkpoint of either family that has no tokenizer. */
  static OwlDetector load(Path folder, Engine engine, Tokenizer tokenizer) throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      OwlViT owlViT = new OwlViT();
      return owlViT.recognises(checkpoint.names())
          ? owlViT.load(checkpoint, engine, tokenizer)
          : new Owlv2().load(checkpoint, engine, tokenizer);
    }
  }

  /** Names for the texts, of which the reference outputs tell the ids alone. */
  static List<String> texts(Path reference) throws Exception {
    int count = Json.read(reference.resolve("expected.json")).get("input_ids").list().size();
    return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
  }

  /** Gives a text's name its ids. */
  static Tokenizer tokenizer(Path reference) throws Exception {
    List<String> texts = texts(reference);
    List<int[]> ids =
        Json.read(reference.resolve("expected.json")).get("input_ids").list().stream()
            .map(Json::integers)
            .toList();
    return (text, positions) -> ids.get(texts.indexOf(text));
  }

  void check() {
    assertThat(worstPixel).as("worst pixel").isLessThan(2);
    assertThat(equalPixels).as("part of equal pixels").isGreaterThanOrEqualTo(0.99);
    assertThat(texts).as("text embeddings").isLessThan(BOUND);
    assertThat(boxes).as("boxes").isLessThan(BOUND);
    assertThat(logits).as("logits").isLessThan(BOUND);
    assertThat(objectness).as("objectness").isLessThan(BOUND);
    assertThat(logitsByExample).as("logits by example").isLessThan(BOUND);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "pixels %.3f/255 worst, %.3f%% equal; texts %.1e; boxes %.1e; logits %.1e; objectness"
            + " %.1e; logits by example %.1e; %.1f s",
        worstPixel,
        100 * equalPixels,
        texts,
        boxes,
        logits,
        objectness,
        logitsByExample,
        seconds);
  }

  static float[] values(Path folder, String name) throws Exception {
    return Npy.read(folder.resolve(name + ".npy")).values();
  }

  private static double error(float[] found, float[] expected) {
    return Closeness.of(found, expected).maxAbsError();
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  /** Differences of interleaved pixels from planes, both normalised by CLIP's deviations. */
  private static double[] steps(float[] found, float[] planes) {
    assertThat(found).hasSameSizeAs(planes);
    double[] deviation = {0.26862954, 0.26130258, 0.27577711};
    double[] steps = new double[found.length];
    for (int i = 0; i < found.length; i++) {
      float expected = planes[i % 3 * (found.length / 3) + i / 3];
      steps[i] = Math.abs(found[i] - expected) * 255 * deviation[i % 3];
    }
    return steps;
  }
}
