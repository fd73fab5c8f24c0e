package io.github.sam4j.model;

import io.github.sam4j.weights.BundledCheckpoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** sam4j-2, the model that this project trained. */
public final class Sam4j2Checkpoint implements BundledCheckpoint {
  private static final String FILE = "bundled.safetensors";

  /** For {@link java.util.ServiceLoader}. */
  public Sam4j2Checkpoint() {}

  @Override
  public String name() {
    return "bundled";
  }

  @Override
  public InputStream open() throws IOException {
    InputStream file = Sam4j2Checkpoint.class.getResourceAsStream(FILE);
    if (file == null) {
      throw new FileNotFoundException(FILE + " is missing from the artifact sam4j-model");
    }
    return file;
  }
}
