package io.github.sam4j.families;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/**
 * A family of segmentation models: tells its checkpoints by their tensors' names and puts a model
 * together from them. Found through {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe.
 */
public interface Family {
  /** A short name in lower case, of the catalogue and of embedding files: "sam", "mobile-sam". */
  String id();

  /** The name that its authors gave it. */
  String title();

  /**
   * Whether a checkpoint is of this family.
   *
   * @param names of its tensors, wrapper prefixes taken off
   * @return how its names become the library's; empty if it is not of this family
   */
  Optional<NameTable> recognise(Set<String> names);

  /**
   * Puts a model together, its architecture inferred from names and shapes, and packs its weights.
   *
   * @param engine that it runs on and is freed with
   * @param weights under the library's names
   * @param metadata what the file says besides
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing, or its shape
   *     fits no model of this family
   */
  SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata);

  /**
   * The architecture in words, for people: what sort of encoder, its sizes, the input. Told from
   * names and shapes; no values are read.
   *
   * @param weights under the library's names
   * @param metadata what the file says besides
   * @return one line; empty if there is nothing to say
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing, or its shape
   *     fits no model of this family
   */
  default String describe(Parameters weights, ModelMetadata metadata) {
    return "";
  }

  /**
   * Whether a tensor takes part in {@link SegmentationModel#encode}: models that differ in one of
   * these do not understand each other's embeddings.
   *
   * @param name the library's
   */
  default boolean shapesEmbedding(String name) {
    return name.startsWith("image_encoder.");
  }

  /**
   * Whether a tensor that nothing has read is missed by the model: what lies outside its parts, and
   * what its authors left in their files, is not.
   *
   * @param name the library's
   */
  default boolean belongsToModel(String name) {
    return (name.startsWith("image_encoder.")
            || name.startsWith("prompt_encoder.")
            || name.startsWith("mask_decoder."))
        && !name.endsWith(".num_batches_tracked");
  }
}
