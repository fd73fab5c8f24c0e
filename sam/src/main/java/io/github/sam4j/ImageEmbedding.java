package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.internal.EmbeddedPicture;
import io.github.sam4j.internal.EmbeddingFile;
import io.github.sam4j.internal.Session;
import io.github.sam4j.prompt.ExamplePrompt;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the image encoder made of one picture: prompts against it cost milliseconds.
 *
 * <p>Immutable and thread-safe; usable as long as its {@link Sam} is open. It lives on the Java
 * heap (its maps' floats: 4 MiB for SAM, 72 KiB for the bundled model, and the picture's bytes) and
 * needs no closing; the model keeps the decoder's image-only work for the two embeddings used last
 * (some 34 MiB each for SAM) outside the heap.
 */
public final class ImageEmbedding {
  private final Session session;
  private final EmbeddedPicture embedded;

  ImageEmbedding(Session session, EmbeddedPicture embedded) {
    this.session = session;
    this.embedded = embedded;
  }

  /**
   * The masks that a prompt means, ranked, best first. For clicks, boxes and masks the rank is what
   * {@link SegmentOptions#order} says of models, mostly the predicted IoU, and how many there are
   * says {@link MaskOutput#AUTO}. For texts and examples there is a mask for each object found,
   * ranked by {@link Mask#rank()}, with {@link GroundingOptions#defaults()} or {@link
   * GroundingOptions#exampleDefaults()}.
   *
   * @throws IllegalArgumentException if the prompt is empty, has a part that the model does not
   *     take, or its mask has another side than the model's low-resolution logits
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
    return segment(prompt, SegmentOptions.defaults().withMasks(output));
  }

  /**
   * The objects that a text or an example finds, ranked, best first; {@code options} are for these.
   *
   * @throws IllegalArgumentException if the prompt is neither
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<Mask> segment(Prompt prompt, GroundingOptions options) {
    if (prompt instanceof SpatialPrompt) {
      throw new IllegalArgumentException(
          "grounding options are for texts and examples, found " + prompt);
    }
    return segment(prompt, SegmentOptions.defaults().withTexts(options).withExamples(options));
  }

  /**
   * What a prompt of any kind finds, ranked, best first.
   *
   * @throws IllegalArgumentException as {@link #segment(Prompt)}
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<Mask> segment(Prompt prompt, SegmentOptions options) {
    return segmentAll(List.of(prompt), options).get(0);
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
        embedded
            .picture()
            .crop((int) box.x0(), (int) box.y0(), (int) box.x1() + 1, (int) box.y1() + 1);
    return segment(Prompt.like(example));
  }

  /**
   * One ranked list for each prompt, in their order; {@code output} is for spatial prompts.
   *
   * @throws IllegalArgumentException as {@link #segment(Prompt)}, whichever prompt it is
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<List<Mask>> segmentAll(List<? extends Prompt> prompts, MaskOutput output) {
    return segmentAll(prompts, SegmentOptions.defaults().withMasks(output));
  }

  /**
   * One ranked list for each prompt, in their order. Spatial prompts of the same kind are decoded
   * together, which is faster than one after the other.
   *
   * @throws IllegalArgumentException as {@link #segment(Prompt)}, whichever prompt it is
   * @throws IllegalStateException as {@link #segment(Prompt)}
   */
  public List<List<Mask>> segmentAll(List<? extends Prompt> prompts, SegmentOptions options) {
    return session.use(
        () -> {
          List<SpatialPrompt> spatial = new ArrayList<>();
          for (Prompt prompt : prompts) {
            if (prompt instanceof SpatialPrompt one) {
              spatial.add(one);
            }
          }
          PromptedMasks prompted = new PromptedMasks(session, embedded, options);
          Iterator<List<Mask>> decoded =
              prompted.segment(spatial, options.masks(), options.options()).iterator();
          List<List<Mask>> all = new ArrayList<>();
          for (Prompt prompt : prompts) {
            if (prompt instanceof TextPrompt text) {
              all.add(new GroundedMasks(prompted, options.texts()).find(text));
            } else if (prompt instanceof ExamplePrompt example) {
              all.add(new GroundedMasks(prompted, options.examples()).like(example));
            } else {
              all.add(decoded.next());
            }
          }
          return List.copyOf(all);
        });
  }

  /**
   * A mask for everything in the picture: prompts on a grid, filtered and without duplicates, as
   * segment-anything's SamAutomaticMaskGenerator makes them, in its order (best first within a
   * crop); or, where the options or else the model say so, the masks of a choice in the order of
   * that ({@link EverythingFilter}).
   *
   * @throws IllegalStateException if the model is closed, or if crops are asked of an embedding
   *     that was read from a file and so has no picture
   */
  public List<Mask> everything(EverythingOptions options) {
    return session.use(
        () ->
            new AutomaticMasks(session, embedded, options, ModelInfo.of(session.loaded()))
                .generate());
  }

  /** Size of the picture. */
  public ImageSize imageSize() {
    return embedded.size();
  }

  /** How the picture's pixels map to the model's input. */
  public ImageGeometry geometry() {
    return embedded.geometry();
  }

  /** The maps that it is made of. */
  public List<MapShape> maps() {
    return session.loaded().segmentation().maps();
  }

  /**
   * A map, channels x rows x columns, row-major, as a copy.
   *
   * @throws IllegalArgumentException if the model has no map of that name
   */
  public float[] map(String name) {
    MapShape shape =
        maps().stream()
            .filter(map -> map.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected one of the maps %s, found '%s'"
                            .formatted(maps().stream().map(MapShape::name).toList(), name)));
    return channelsFirst(embedded.map(name), shape.channels());
  }

  private static float[] channelsFirst(float[] channelsLast, int channels) {
    int cells = channelsLast.length / channels;
    float[] values = new float[channelsLast.length];
    for (int cell = 0; cell < cells; cell++) {
      for (int c = 0; c < channels; c++) {
        values[c * cells + cell] = channelsLast[cell * channels + c];
      }
    }
    return values;
  }

  /** The embedding, C x G x G, row-major, as a copy. */
  public float[] values() {
    return map(FeatureMaps.EMBEDDING);
  }

  /** C, the embedding's width. */
  public int channels() {
    return ModelInfo.of(session.loaded()).channels();
  }

  /** G, the embedding's side. */
  public int grid() {
    return ModelInfo.of(session.loaded()).grid();
  }

  /**
   * The model's input, 1 x 3 x S x S, row-major: resized, normalised, padded. Made anew at each
   * call.
   *
   * @throws IllegalStateException if this embedding was read from a file and so has no picture
   */
  public float[] input() {
    InputTransform input = session.loaded().segmentation().input();
    return channelsFirst(input.pixels(embedded.picture()), 3);
  }

  /**
   * A mask's logits at the picture's size, row-major, which its pixels were told by: what
   * segment-anything's predictor gives with {@code return_logits}. Made anew at each call.
   *
   * @param mask of this picture as a whole, not of a crop of it
   * @throws IllegalArgumentException if its low-resolution logits are of another model
   */
  public float[] logits(Mask mask) {
    return session.loaded().segmentation().projection(embedded.size()).logits(mask.lowResolution());
  }

  /**
   * Writes it to a file (safetensors; the picture itself is not in it), whole or not at all. {@link
   * Sam#loadEmbedding} reads it.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    EmbeddingFile.write(file, embedded, session.loaded());
  }
}
