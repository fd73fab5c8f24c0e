package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.GroundingImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.ExamplePrompt;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the image encoder made of one picture: prompts against it cost milliseconds.
 *
 * <p>Immutable and thread-safe; usable as long as its {@link Sam} is open. It lives on the Java
 * heap (G x G x C floats: 4 MiB for SAM, 72 KiB for the bundled model, and the picture's bytes) and
 * needs no closing; the model keeps the decoder's image-only work for the two embeddings used last
 * (about 10 MiB each for SAM) outside the heap.
 */
public final class ImageEmbedding {
  private final SamSession session;
  private final ImageGeometry geometry;
  private final float[] channelsLast;
  private final @Nullable SamImage image;
  private final Once<GroundingImage> grounding = new Once<>();

  ImageEmbedding(
      SamSession session, ImageGeometry geometry, float[] channelsLast, @Nullable SamImage image) {
    this.session = session;
    this.geometry = geometry;
    this.channelsLast = channelsLast;
    this.image = image;
  }

  /**
   * The masks that a prompt means, ranked, best first. For clicks, boxes and masks the rank is the
   * predicted IoU, and how many there are says {@link MaskOutput#AUTO}. For texts and examples
   * there is a mask for each object found, ranked by {@link Mask#rank()}, with {@link
   * GroundingOptions#defaults()} or {@link GroundingOptions#exampleDefaults()}.
   *
   * @throws IllegalArgumentException if the prompt is empty, or its mask has another side than the
   *     model's low-resolution logits
   * @throws IllegalStateException if the model is closed; for texts and examples also if it was
   *     loaded without a text model, or if this embedding was read from a file
   */
  public List<Mask> segment(Prompt prompt) {
    return segment(prompt, MaskOutput.AUTO);
  }

  /**
   * The masks that a prompt means, ranked, best first; {@code output} is for spatial prompts.
   *
   * @throws IllegalArgumentException as {@link #segment(Prompt)}
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<Mask> segment(Prompt prompt, MaskOutput output) {
    return segmentAll(List.of(prompt), output).get(0);
  }

  /**
   * The objects that a text or an example finds, ranked, best first.
   *
   * @throws IllegalArgumentException if the prompt is neither
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<Mask> segment(Prompt prompt, GroundingOptions options) {
    return session.use(
        () -> {
          if (prompt instanceof TextPrompt text) {
            return new GroundedMasks(session, this, options).find(text);
          }
          if (prompt instanceof ExamplePrompt example) {
            return new GroundedMasks(session, this, options).like(example);
          }
          throw new IllegalArgumentException(
              "grounding options are for texts and examples, found " + prompt);
        });
  }

  /**
   * The objects that look like what this mask of this picture shows: more like this. The object
   * itself is among them.
   *
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<Mask> like(Mask mask) {
    Box box = mask.box();
    SamImage example =
        picture().crop((int) box.x0(), (int) box.y0(), (int) box.x1() + 1, (int) box.y1() + 1);
    return segment(Prompt.like(example));
  }

  /**
   * One ranked list for each prompt, in their order. Spatial prompts of the same kind are decoded
   * together, which is faster than one after the other.
   *
   * @throws IllegalArgumentException as {@link #segment(Prompt)}, whichever prompt it is
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<List<Mask>> segmentAll(List<? extends Prompt> prompts, MaskOutput output) {
    return session.use(
        () -> {
          List<SpatialPrompt> spatial = new ArrayList<>();
          for (Prompt prompt : prompts) {
            if (prompt instanceof SpatialPrompt one) {
              spatial.add(one);
            }
          }
          Iterator<List<Mask>> decoded =
              new PromptedMasks(session, this).decode(spatial, output).iterator();
          List<List<Mask>> all = new ArrayList<>();
          for (Prompt prompt : prompts) {
            if (prompt instanceof SpatialPrompt) {
              all.add(decoded.next());
            } else if (prompt instanceof TextPrompt) {
              all.add(segment(prompt, GroundingOptions.defaults()));
            } else {
              all.add(segment(prompt, GroundingOptions.exampleDefaults()));
            }
          }
          return List.copyOf(all);
        });
  }

  /**
   * A mask for everything in the picture: prompts on a grid, filtered and without duplicates, as
   * segment-anything's SamAutomaticMaskGenerator makes them, in its order (best first within a
   * crop).
   *
   * @throws IllegalStateException if the model is closed, or if crops are asked of an embedding
   *     that was read from a file and so has no picture
   */
  public List<Mask> everything(EverythingOptions options) {
    return session.use(() -> new AutomaticMasks(session, this, options).generate());
  }

  /** Size of the picture. */
  public ImageSize imageSize() {
    return geometry.original();
  }

  /** How the picture's pixels map to the model's input. */
  public ImageGeometry geometry() {
    return geometry;
  }

  /** The embedding, C x G x G, row-major, as a copy. */
  public float[] values() {
    int channels = channels();
    int cells = channelsLast.length / channels;
    float[] values = new float[channelsLast.length];
    for (int cell = 0; cell < cells; cell++) {
      for (int c = 0; c < channels; c++) {
        values[c * cells + cell] = channelsLast[cell * channels + c];
      }
    }
    return values;
  }

  /** C, the embedding's width. */
  public int channels() {
    return session.model().info().channels();
  }

  /** G, the embedding's side. */
  public int grid() {
    return session.model().info().grid();
  }

  /**
   * The model's input, 1 x 3 x S x S, row-major: resized, normalised, padded. Made anew at each
   * call.
   *
   * @throws IllegalStateException if this embedding was read from a file and so has no picture
   */
  public float[] input() {
    return ModelInput.of(picture(), geometry.inputSize(), Normalization.IMAGENET_255)
        .channelsFirst();
  }

  /**
   * Writes it to a file (safetensors; the picture itself is not in it), whole or not at all. {@link
   * Sam#loadEmbedding} reads it.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    EmbeddingFile.write(file, this);
  }

  SamSession session() {
    return session;
  }

  /** G x G x C, not a copy. */
  float[] channelsLast() {
    return channelsLast;
  }

  /** What the text model's image tower made of the picture; computed at the first text prompt. */
  GroundingImage grounding(Detector grounder) {
    return grounding.get(() -> grounder.embed(picture()));
  }

  SamImage picture() {
    return Optional.ofNullable(image)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this embedding was read from a file and has no picture; embed the picture"));
  }
}
