package io.github.sam4j.model;

import io.github.sam4j.weights.BundledCheckpoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** sam4j-small, the model that this project trained. */
public final class SmallCheckpoint implements BundledCheckpoint {
  private static final String FILE = "bundled.safetensors";

  /** For {@link java.util.ServiceLoader}. */
  public SmallCheckpoint() {}

  @Override
  public String name() {
    return "bundled";
  }

  @Override
  public InputStream open() throws IOException {
    InputStream file = SmallCheckpoint.class.getResourceAsStream(FILE);
    if (file == null) {
      throw new FileNotFoundException(FILE + " is missing from the artifact sam4j-model");
    }
    return file;
  }
}
