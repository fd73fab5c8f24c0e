package io.github.sam4j.cli.console;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.weights.catalogue.Downloader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to run models: the options that every command with a model has. */
public final class RunOptions {
  @Option(
      names = "--offline",
      description = "Never download a model; it must be in the cache then. Default: no")
  private boolean offline;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that share the work. Default: one for each processor")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      defaultValue = "f32",
      description =
          "Number format of the encoder's matrix products; bf16 is faster, less exact."
              + " Default: ${DEFAULT-VALUE}")
  private Precision precision = Precision.F32;

  /**
   * How to run a model, without a text model.
   *
   * @throws IllegalArgumentException if there are no threads to run it
   */
  public SamOptions options() {
    SamOptions options = SamOptions.defaults().withPrecision(precision);
    if (threads == null) {
      return options;
    }
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, found " + threads);
    }
    return options.withThreads(threads);
  }

  /** Loads a model by what {@link Sam#load(String)} takes: its name, a file or a folder. */
  public Sam load(String model, SamOptions options) throws IOException {
    if (offline) {
      System.setProperty(Downloader.OFFLINE_PROPERTY, "true");
    }
    return Sam.load(model, options);
  }
}
