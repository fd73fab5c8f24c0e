package io.github.sam4j.detectors;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The detectors on the class path, and loading whichever a checkpoint is of. */
public final class Detectors {
  private Detectors() {}

  /** All families. */
  public static List<DetectorFamily> families() {
    return ServiceLoader.load(DetectorFamily.class, Detectors.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Loads a detector of whichever family recognises it.
   *
   * @param folder with a checkpoint and what belongs to it, as it was published: for OWL-ViT and
   *     OWLv2 a Hugging Face folder with its tokenizer's files
   * @param engine that the weights are packed for; they are freed with it
   * @throws WeightsFormatException if no family recognises the checkpoint, or it is damaged
   * @throws IOException if it cannot be read
   */
  public static Detector load(Path folder, Engine engine) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      return familyOf(checkpoint, families()).load(checkpoint, engine);
    }
  }

  static DetectorFamily familyOf(Checkpoint checkpoint, List<DetectorFamily> families) {
    List<DetectorFamily> found =
        families.stream().filter(family -> family.recognises(checkpoint.names())).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw WeightsFormatException.file(
        checkpoint.source(),
        "a detector (" + titles(families, " or ") + ")",
        found.isEmpty()
            ? checkpoint.contents()
            : "what %s both recognise".formatted(titles(found, " and ")));
  }

  private static String titles(List<DetectorFamily> families, String between) {
    return families.stream().map(DetectorFamily::title).collect(Collectors.joining(between));
  }
}
