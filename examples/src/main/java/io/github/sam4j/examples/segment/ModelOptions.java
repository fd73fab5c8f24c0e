package io.github.sam4j.examples.segment;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.weights.catalogue.Downloader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model to use, and how to run it. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = "bundled",
      description =
          "A model's name, or a checkpoint (.safetensors, .pth, .pt, or a folder)."
              + " Default: ${DEFAULT-VALUE}")
  private String model = "bundled";

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

  @Option(
      names = "--text-model",
      paramLabel = "NAME|FOLDER",
      description =
          "What finds --text and --like: a model's name, such as owlvit-base-patch32, or a folder"
              + " with OWL-ViT or OWLv2. Default: none")
  private @Nullable String textModel;

  /** What {@code --model} and {@code --text-model} say. */
  String model() {
    return textModel == null ? model : model + "' with text model '" + textModel;
  }

  /**
   * Checks that texts can be found.
   *
   * @throws IllegalArgumentException saying which text models there are
   */
  void requireTextModel() {
    if (textModel == null) {
      throw new IllegalArgumentException(TextModelNeeded.message());
    }
  }

  /**
   * How to run it.
   *
   * @throws IllegalArgumentException if there are no threads to run it
   */
  SamOptions options() {
    SamOptions options = SamOptions.defaults().withPrecision(precision);
    if (textModel != null) {
      options = options.withTextModel(textModel);
    }
    if (threads == null) {
      return options;
    }
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, found " + threads);
    }
    return options.withThreads(threads);
  }

  /** Loads it: a file or folder if there is one of that name, else a model by its name. */
  Sam load() throws IOException {
    if (offline) {
      System.setProperty(Downloader.OFFLINE_PROPERTY, "true");
    }
    return isFile(model) ? Sam.load(Path.of(model), options()) : Sam.load(model, options());
  }

  private static boolean isFile(String model) {
    if (model.equals("bundled")) {
      return false;
    }
    String lower = model.toLowerCase(Locale.ROOT);
    return model.contains("/")
        || model.contains("\\")
        || lower.endsWith(".safetensors")
        || lower.endsWith(".pth")
        || lower.endsWith(".pt")
        || Files.exists(Path.of(model));
  }
}
