package io.github.sam4j.cli.console;

import io.github.sam4j.SamOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.families.Preprocessing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
      names = "--engine",
      paramLabel = "cpu|portable",
      description = "What computes. Default: the best that can run here")
  private @Nullable String engine;

  @Option(
      names = "--kernels",
      paramLabel = "vector|scalar",
      description =
          "What the cpu engine computes prompts with. Default: vector where Java has its module")
  private @Nullable String kernels;

  @Option(
      names = "--allow-unused-tensors",
      description =
          "Load a checkpoint that has more in its model than is run, such as adapters, and say what"
              + " is left out. Default: it is refused")
  private boolean unusedTensorsAllowed;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description =
          "Take this for said by the checkpoint, such as image_size=512 for one that was trained at"
              + " that size and cannot say so. Default: what it says")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--preprocessing",
      paramLabel = "model|medsam|micro-sam",
      defaultValue = "model",
      converter = PreprocessingName.class,
      description =
          "How pictures are made the model's input: as its family does, or as MedSAM or micro-sam"
              + " do, for models that were trained so; no file tells. Default: ${DEFAULT-VALUE}")
  private Preprocessing preprocessing = Preprocessing.MODEL;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      defaultValue = "f32",
      description =
          "Number format of the encoder's matrix products; bf16 is faster, less exact."
              + " Default: ${DEFAULT-VALUE}")
  private Precision precision = Precision.F32;

  /** Names have a dash, which the constants cannot have. */
  private static final class PreprocessingName implements ITypeConverter<Preprocessing> {
    @Override
    public Preprocessing convert(String value) {
      try {
        return Preprocessing.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * How to run a model, without a text model.
   *
   * @throws IllegalArgumentException if there are no threads to run it
   */
  public SamOptions options() {
    SamOptions options =
        SamOptions.defaults()
            .withPrecision(precision)
            .withPreprocessing(preprocessing)
            .withMetadata(metadata)
            .withUnusedTensorsAllowed(unusedTensorsAllowed);
    if (offline) {
      options = options.withOffline(true);
    }
    if (engine != null) {
      options = options.withEngine(engine);
    }
    if (kernels != null) {
      options = options.withKernels(kernels);
    }
    if (threads == null) {
      return options;
    }
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, found " + threads);
    }
    return options.withThreads(threads);
  }
}
