package io.github.sam4j;

import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.Family;
import io.github.sam4j.internal.BundledModel;
import io.github.sam4j.internal.CatalogueModels;
import io.github.sam4j.internal.EmbeddingFile;
import io.github.sam4j.internal.LoadedModel;
import io.github.sam4j.internal.ModelLoader;
import io.github.sam4j.internal.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A promptable segmentation model (Kirillov et al. 2023, "Segment Anything"): the image encoder
 * runs once for a picture ({@link #embed}), then prompts give ranked masks in milliseconds.
 *
 * <pre>{@code
 * try (Sam sam = Sam.bundled()) {
 *   ImageEmbedding photo = sam.embed(SamImage.read(Path.of("street.jpg")));
 *   List<Mask> masks = photo.segment(Prompt.point(575, 750));
 * }
 * }</pre>
 *
 * <p>Thread-safe after load: any number of threads may embed and segment at the same time; results
 * do not depend on it, bit for bit. Each call uses up to {@link SamOptions#threads()} threads.
 *
 * <p>Memory: the weights (f32, packed: about 4 bytes a parameter) and the scratch memory of the
 * largest call so far, one for each concurrent call, both outside the Java heap and freed by {@link
 * #close()}.
 */
public final class Sam implements AutoCloseable {
  private final Session session;

  private Sam(LoadedModel model) {
    this.session = new Session(model);
  }

  /**
   * Begins to load native libraries on a thread of its own, for a model that will be loaded soon:
   * call it first, then read the picture. Returns at once and never fails; at the second call, and
   * once a model was loaded, it does nothing.
   */
  public static void prepare() {
    prepare(SamOptions.defaults());
  }

  /** {@link #prepare()} for a model with these options. */
  public static void prepare(SamOptions options) {
    Engines.prepare(options.engine());
  }

  /** The families of models that can be loaded, by the names that their authors gave them. */
  public static List<String> families() {
    return Families.all().stream().map(Family::title).toList();
  }

  /**
   * The bundled model (artifact sam4j-model) on all processors.
   *
   * @throws IllegalStateException if that artifact or an ND4J backend is not on the class path
   */
  public static Sam bundled() {
    return bundled(SamOptions.defaults());
  }

  /**
   * The bundled model with options.
   *
   * @throws java.io.UncheckedIOException if it, or the text model asked for, cannot be read
   */
  public static Sam bundled(SamOptions options) {
    return new Sam(BundledModel.load(options.loading()));
  }

  /**
   * A checkpoint as its authors publish it: a {@code .safetensors}, {@code .pth} or {@code .pt}
   * file of one of the {@link #families}, or a Hugging Face folder. Its architecture is inferred
   * from names and shapes.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException if the file is not such a checkpoint
   * @throws IOException if it cannot be read
   */
  public static Sam load(Path checkpoint) throws IOException {
    return load(checkpoint, SamOptions.defaults());
  }

  /**
   * A checkpoint with options.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException if the file is not such a checkpoint,
   *     or the text model asked for is not one
   * @throws IllegalArgumentException if there is no text model of the name asked for
   * @throws IOException if one of them cannot be downloaded or read
   */
  public static Sam load(Path checkpoint, SamOptions options) throws IOException {
    return new Sam(ModelLoader.load(checkpoint, options.loading()));
  }

  /**
   * The bundled model ("bundled"), a model of the catalogue ("mobile-sam"), downloaded to the cache
   * folder at first use, or a checkpoint's path; what is there as a file goes before the catalogue.
   * Downloads are told through SLF4J at INFO.
   *
   * @throws IllegalArgumentException if there is no model of that name
   * @throws IOException if it cannot be downloaded or read
   */
  public static Sam load(String name) throws IOException {
    return load(name, SamOptions.defaults());
  }

  /**
   * A model by its name, with options.
   *
   * @throws IllegalArgumentException if there is no model, or no text model, of that name
   * @throws io.github.sam4j.core.error.WeightsFormatException if a file is not such a checkpoint
   * @throws IOException if one cannot be downloaded or read
   */
  public static Sam load(String name, SamOptions options) throws IOException {
    if (name.equals(BundledModel.NAME)) {
      return bundled(options);
    }
    return load(CatalogueModels.find(name, options.loading().downloads()), options);
  }

  /**
   * Runs the image encoder once.
   *
   * @throws IllegalStateException if this model is closed
   */
  public ImageEmbedding embed(SamImage image) {
    return new ImageEmbedding(session, session.embed(image));
  }

  /**
   * Reads an embedding that {@link ImageEmbedding#save} wrote; it gives the same masks.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException if the file is damaged, or was made
   *     by another model
   * @throws IOException if it cannot be read
   */
  public ImageEmbedding loadEmbedding(Path file) throws IOException {
    return new ImageEmbedding(session, EmbeddingFile.read(file, session.loaded()));
  }

  /** What the model is. */
  public ModelInfo info() {
    return ModelInfo.of(session.loaded());
  }

  /** Waits for calls in progress, then frees all native memory. Idempotent. */
  @Override
  public void close() {
    session.close();
  }
}
