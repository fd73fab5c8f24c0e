package io.github.sam4j.internal;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.Leftovers;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.Preprocessing;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a checkpoint to a model: its family is recognised and puts it together on an engine. */
public final class ModelLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  private ModelLoader() {}

  /**
   * A file, or a folder of Hugging Face's.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException if it is no checkpoint of a family
   *     there is
   */
  public static LoadedModel load(Path file, LoadOptions options) throws IOException {
    Path name = file.getFileName();
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return load(checkpoint, name == null ? "" : name.toString(), options);
    }
  }

  /**
   * A checkpoint.
   *
   * @param name what it is called where it does not say so itself
   */
  static LoadedModel load(Checkpoint checkpoint, String name, LoadOptions options)
      throws IOException {
    Families.Recognised recognised = Families.recognise(checkpoint);
    Family family = recognised.family();
    ModelMetadata metadata = ModelMetadata.of(checkpoint).with(options.metadata());
    Engine engine = Engines.create(options.engine());
    try {
      TrackedParameters weights =
          new TrackedParameters(checkpoint.renamed(recognised.names()), family::shapesEmbedding);
      Preprocessing way = options.preprocessing();
      SegmentationModel model = way.around(family.load(engine, weights, metadata), family.title());
      checkUnused(
          checkpoint.source(),
          family,
          Leftovers.of(checkpoint, recognised, weights.names(), weights.unread()),
          options.unusedTensorsAllowed());
      String text = options.textModel();
      return new LoadedModel(
          engine,
          model,
          family,
          metadata.values().getOrDefault("name", name),
          way == Preprocessing.MODEL
              ? weights.fingerprints()
              : weights.fingerprints().behind(way.id()),
          metadata,
          text == null ? null : TextModels.load(text, engine, options.downloads()));
    } catch (IOException | RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /**
   * A model with more in it than is run gives other masks than its authors saw; what stands beside
   * it is told.
   */
  private static void checkUnused(
      String source, Family family, Leftovers leftovers, boolean allowed) {
    List<String> unused = leftovers.inside();
    if (!unused.isEmpty() && !allowed) {
      throw leftovers.refusal(source, family);
    }
    if (!unused.isEmpty()) {
      LOG.warn("{}: {} tensors that are not part of this model: {}", source, unused.size(), unused);
    }
    if (!leftovers.beside().isEmpty()) {
      LOG.info("{}: beside the model, not used: {}", source, leftovers.describeBeside());
    }
  }
}
