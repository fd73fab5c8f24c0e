package io.github.sam4j.cli.segment;

import io.github.sam4j.Sam;
import io.github.sam4j.cli.console.Columns;
import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.formats.Failure;
import io.github.sam4j.formats.Formats;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentJob;
import io.github.sam4j.formats.gallery.GalleryFormat;
import io.github.sam4j.formats.npy.NpyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sam4j segment}: masks for pictures and folders of pictures. */
@Command(
    name = "segment",
    sortOptions = false,
    customSynopsis = {
      "sam4j segment INPUT... --output DIR [--model NAME|FILE] [--offline] [--recursive]",
      "        [--masks auto|single|multiple|all] [--multimask] [--mask-option NAME]",
      "        [--max-hole-area CELLS] [--max-sprinkle-area CELLS]",
      "        [--rank iou|stability]",
      "        [--format NAME[,NAME...]] [--format-option FORMAT.NAME=VALUE]... [--dump]",
      "        [--point X,Y[,0]]... [--box X0,Y0,X1,Y1]... [--prompts FILE] [automatic-mask options]",
      "        [--text WORDS]... [--like FILE] [--text-model NAME|FOLDER] [--text-threshold SCORE] [--text-max N]",
      ""
    },
    description = {
      "Segments pictures and writes what it finds into a folder.",
      "",
      "Without --point, --box, --text, --like or --prompts everything in a picture is segmented.",
      "For each picture: NAME.overlay.png, NAME/0.png ... (masks), NAME.json; and an index.html.",
      ""
    },
    exitCodeList = {
      "0:all went well",
      "1:some pictures failed; the others are done",
      "2:the arguments are wrong",
      "3:the model cannot be loaded"
    })
public final class SegmentCommand implements Callable<Integer> {
  static final int SOME_FAILED = 1;
  static final int MODEL_FAILED = 3;
  private static final Logger LOG = LoggerFactory.getLogger(SegmentCommand.class);

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Pictures, and folders of pictures.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; it is made if there is none.")
  private Path output = Path.of(".");

  @Option(
      names = {"-r", "--recursive"},
      description = "Look into folders' folders as well. Default: no")
  private boolean recursive;

  @Mixin private ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nWhat to segment:%n")
  private PromptOptions prompts = new PromptOptions();

  @Mixin private MaskArguments masks = new MaskArguments();

  @Option(
      names = "--dump",
      description =
          "Write NAME.input/embedding/lowres/iou.npy as well (float32), as --format npy does."
              + " Default: no")
  private boolean dump;

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "NAME[,NAME...]",
      hideParamSyntax = true,
      defaultValue = "png,json,gallery",
      description = "What to write, of the formats listed below. Default: ${DEFAULT-VALUE}")
  private List<String> formatIds = List.of();

  @Option(
      names = "--format-option",
      paramLabel = "FORMAT.NAME=VALUE",
      description = "An option of a format. Default: none")
  private Map<String, String> formatOptions = new LinkedHashMap<>();

  @ArgGroup(validate = false, heading = "%nAutomatic masks (when there is no prompt):%n")
  private EverythingArguments everything = new EverythingArguments();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<Picture> pictures;
    List<MaskFormat> formats;
    SegmentJob.Options options;
    PromptSource source;
    try {
      Sam.prepare(model.options());
      formats = formats();
      source = prompts.source();
      if (source.needsTextModel()) {
        model.requireTextModel();
      }
      options =
          new SegmentJob.Options(
              masks
                  .options()
                  .withTexts(prompts.grounding(GroundingOptions.defaults()))
                  .withExamples(prompts.grounding(GroundingOptions.exampleDefaults())),
              everything.options());
      pictures = new PictureFinder(recursive, output).find(inputs);
      if (pictures.isEmpty()) {
        throw new IllegalArgumentException(
            "no pictures in " + inputs + (recursive ? "" : " (folders in them: --recursive)"));
      }
      Files.createDirectories(output);
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), Failure.reason(e), e);
    }
    Sam sam;
    try {
      sam = model.load();
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.error("model '{}' cannot be loaded: {}", model.model(), Failure.reason(e));
      LOG.debug("why", e);
      return MODEL_FAILED;
    }
    try (sam) {
      LOG.info("{}", sam.info().describe());
      SegmentRun run;
      try (Progress progress = Progress.of("Segmenting", pictures.size())) {
        run = new SegmentRun(progress);
        try (SegmentJob job = new SegmentJob(sam, options, formats, output, run)) {
          run.over(pictures, source, job);
        }
      }
      spec.commandLine().getOut().println(run.line(result(formats)));
      return run.succeeded() ? 0 : SOME_FAILED;
    }
  }

  private List<MaskFormat> formats() {
    List<String> ids = new ArrayList<>(formatIds);
    if (dump) {
      ids.add(NpyFormat.ID);
    }
    return Formats.of(ids, formatOptions);
  }

  /** What to look at afterwards. */
  private Path result(List<MaskFormat> formats) {
    boolean page = formats.stream().anyMatch(format -> format.id().equals(GalleryFormat.ID));
    return page ? output.resolve(GalleryFormat.PAGE) : output;
  }

  /** The formats that there are, for the help. */
  public static String formatList() {
    List<List<String>> rows =
        Formats.all().stream().map(f -> List.of("  " + f.id(), f.description())).toList();
    return String.join("%n", Columns.lines(rows));
  }
}
