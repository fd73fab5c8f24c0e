package io.github.sam4j.tests.toyfamily;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what has the colour of the place that was clicked. */
public final class ToyFamily implements Family {
  @Override
  public String id() {
    return "toy";
  }

  @Override
  public String title() {
    return "Toy";
  }

  /** Its files say "pooling" where the library says "image_encoder". */
  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    return names.contains("toy.radius") ? Optional.of(ToyFamily::ours) : Optional.empty();
  }

  private static Map<String, String> ours(Set<String> names) {
    Map<String, String> table = new LinkedHashMap<>();
    names.forEach(name -> table.put(name.replaceFirst("^pooling\\.", "image_encoder."), name));
    return table;
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    return new ToyModel(engine, weights);
  }
}
