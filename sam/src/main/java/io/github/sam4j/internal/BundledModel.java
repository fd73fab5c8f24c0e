package io.github.sam4j.internal;

import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;

/** Finds the model of the artifact sam4j-model on the class path. */
public final class BundledModel {
  /** What it is asked for as. */
  public static final String NAME = "bundled";

  private static final String RESOURCE = "/io/github/sam4j/model/bundled.safetensors";

  private BundledModel() {}

  /**
   * Loads it.
   *
   * @throws IllegalStateException if the artifact is not on the class path
   */
  public static LoadedModel load(LoadOptions options) {
    URL url = BundledModel.class.getResource(RESOURCE);
    if (url == null) {
      throw new IllegalStateException(
          "no bundled model on the class path: add the dependency io.github.sam4j:sam4j-model, or "
              + "load a checkpoint with Sam.load");
    }
    try (InputStream in = url.openStream();
        Checkpoint checkpoint = Checkpoint.of(NAME, in.readAllBytes())) {
      return ModelLoader.load(checkpoint, NAME, options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the bundled model, or the text model asked for, cannot be read: " + e.getMessage(), e);
    }
  }
}
