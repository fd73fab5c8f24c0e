package io.github.sam4j.internal;

import io.github.sam4j.weights.BundledCheckpoint;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ServiceLoader;

/** Finds the model of the artifact sam4j-model, on the class path or the module path. */
public final class BundledModel {
  /** What it is asked for as. */
  public static final String NAME = "bundled";

  private BundledModel() {}

  /**
   * Loads it.
   *
   * @throws IllegalStateException if the artifact is on neither path
   */
  public static LoadedModel load(LoadOptions options) {
    try (InputStream in = find().open();
        Checkpoint checkpoint = Checkpoint.of(NAME, in.readAllBytes())) {
      return ModelLoader.load(checkpoint, NAME, options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the bundled model, or the text model asked for, cannot be read: " + e.getMessage(), e);
    }
  }

  private static BundledCheckpoint find() {
    ClassLoader ours = BundledCheckpoint.class.getClassLoader();
    return ServiceLoader.load(BundledCheckpoint.class, ours).stream()
        .map(ServiceLoader.Provider::get)
        .filter(it -> it.name().equals(NAME))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no bundled model on the class path or the module path: add the dependency "
                        + "io.github.sam4j:sam4j-model, or load a checkpoint with Sam.load"));
  }
}
