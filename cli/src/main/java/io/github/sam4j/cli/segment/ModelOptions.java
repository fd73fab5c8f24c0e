package io.github.sam4j.cli.segment;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.cli.console.RunOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private RunOptions run = new RunOptions();

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
    SamOptions options = run.options();
    return textModel == null ? options : options.withTextModel(textModel);
  }

  /** Loads it: a file or folder if there is one of that name, else a model by its name. */
  Sam load() throws IOException {
    return Sam.load(model, options());
  }
}
