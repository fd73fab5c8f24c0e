package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ForwardingParameters;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a checkpoint is and whether it can be loaded, told from names and shapes alone: no value of
 * its tensors is read.
 *
 * @param family whose it is
 * @param architecture in words, as the family describes it; empty if it does not
 * @param tensors of the model
 * @param parameters numbers in them
 * @param prefix what stands before every name of the model; often nothing
 * @param leftovers what else is in the file
 */
public record Inspection(
    Family family,
    String architecture,
    int tensors,
    long parameters,
    String prefix,
    Leftovers leftovers) {
  /**
   * Looks at a checkpoint, and puts its model together without weights.
   *
   * @throws WeightsFormatException if it is of no family, or a tensor of its model is missing or
   *     has a shape that fits no model of the family
   * @throws IOException if its configuration cannot be read
   */
  public static Inspection of(Checkpoint checkpoint) throws IOException {
    Families.Recognised recognised = Families.recognise(checkpoint);
    Family family = recognised.family();
    ModelMetadata metadata = ModelMetadata.of(checkpoint);
    Seen weights = new Seen(checkpoint.shapesOnly(recognised.names()));
    String architecture = family.describe(weights, metadata);
    Set<String> unread = new HashSet<>();
    try (DryEngine engine = new DryEngine()) {
      family.load(engine, weights, metadata);
      unread.addAll(weights.names());
      unread.removeAll(weights.read);
    } catch (UnsupportedOperationException e) {
      // A family that computes while it loads goes no further without an engine.
      unread.clear();
    }
    List<String> left = weights.names().stream().filter(unread::contains).toList();
    int tensors = 0;
    long parameters = 0;
    for (String name : weights.names()) {
      if (family.belongsToModel(name)) {
        tensors++;
        parameters += Tensor.size(weights.shape(name));
      }
    }
    return new Inspection(
        family,
        architecture,
        tensors,
        parameters,
        checkpoint.prefix() + recognised.prefix(),
        Leftovers.of(checkpoint, recognised, weights.names(), left));
  }

  /** Weights that remember what was read of them. */
  private static final class Seen extends ForwardingParameters {
    private final Set<String> read = new HashSet<>();

    Seen(Parameters weights) {
      super(weights);
    }

    @Override
    public float[] values(String name) {
      read.add(name);
      return super.values(name);
    }
  }
}
