package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.GroundedBox;
import io.github.sam4j.detectors.GroundingImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * OWL-ViT or OWLv2: CLIP's two towers and small heads that give one box for each patch of a
 * picture, scored against texts or an example picture.
 *
 * <p>Thread-safe. Embeddings of texts are kept for those used last, so that a vocabulary is
 * embedded once for a folder of pictures.
 *
 * <p>Memory: the weights (about 4 bytes a parameter) and scratch memory, outside the Java heap and
 * freed with the engine; a {@link GroundingImage} holds about 7 MB at 3600 patches, on it.
 */
public final class OwlDetector implements Detector {
  private final Engine engine;
  private final OwlModel model;
  private final OwlImageProcessor processor;
  private final Tokenizer tokenizer;
  private final TextEmbeddings texts = new TextEmbeddings();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  OwlDetector(Engine engine, OwlModel model, OwlImageProcessor processor, Tokenizer tokenizer) {
    this.engine = engine;
    this.model = model;
    this.processor = processor;
    this.tokenizer = tokenizer;
  }

  /** Side of the model's square input in pixels, S. */
  public int inputSize() {
    return model.image().config().inputSize();
  }

  /**
   * The picture as the image tower sees it.
   *
   * @return a new array of shape (S, S, 3), normalised
   */
  public float[] pixels(SamImage image) {
    return processor.pixels(image);
  }

  @Override
  public GroundingImage embed(SamImage image) {
    return new OwlImage(this, image.size(), predict(image));
  }

  /** What the heads say of a picture: raw boxes, and logits for raw queries. */
  public OwlPredictions predict(SamImage image) {
    int size = inputSize();
    return use(
        ops -> {
          Tensor pixels = ops.tensor(pixels(image), size, size, 3);
          return model.heads().predict(ops, model.image().encode(ops, pixels));
        });
  }

  /**
   * The texts' embeddings, of length 1.
   *
   * @throws IllegalArgumentException if there is no text or one is blank
   */
  public float[][] embed(List<String> labels) {
    for (String label : labels) {
      if (label.isBlank()) {
        throw new IllegalArgumentException("a text must say something, found '" + label + "'");
      }
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("expected at least one text, found none");
    }
    int positions = model.text().config().positions();
    return use(
        ops ->
            labels.stream()
                .map(
                    label ->
                        texts.get(
                            label,
                            text -> model.text().embed(ops, tokenizer.encode(text, positions))[0]))
                .toArray(float[][]::new));
  }

  @Override
  public List<GroundedBox> ground(
      GroundingImage image, List<String> labels, GroundingOptions options) {
    return select(own(image), embed(labels), List.copyOf(labels), options);
  }

  @Override
  public List<GroundedBox> like(GroundingImage image, SamImage example, GroundingOptions options) {
    OwlImage own = own(image);
    float[][] query = {predict(example).asQuery()};
    return select(own, query, List.of(GroundedBox.EXAMPLE), options);
  }

  private List<GroundedBox> select(
      OwlImage image, float[][] queries, List<String> labels, GroundingOptions options) {
    float[] logits = use(ops -> image.predictions().logits(ops, queries));
    return new BoxSelection(image.size(), processor.extent(image.size()), labels, options)
        .select(image.predictions().boxes(), logits);
  }

  private OwlImage own(GroundingImage image) {
    if (image instanceof OwlImage own && own.maker() == this) {
      return own;
    }
    throw new IllegalArgumentException(
        "expected a picture that this detector embedded, found " + image);
  }

  private <T> T use(Function<Operators, T> call) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this detector is closed");
      }
      try (Operators ops = engine.operators()) {
        return call.apply(ops);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
