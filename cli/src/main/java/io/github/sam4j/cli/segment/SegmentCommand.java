package io.github.sam4j.cli.segment;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Sam;
import io.github.sam4j.cli.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      "sam4j segment INPUT... --output DIR [--model NAME|FILE] [--offline] [--recursive] [--multimask] [--dump]",
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

  @Option(
      names = "--multimask",
      description = "Write all three masks of a prompt, not the best alone. Default: no")
  private boolean multimask;

  @Option(
      names = "--dump",
      description = "Write NAME.input/embedding/lowres/iou.npy as well (float32). Default: no")
  private boolean dump;

  @ArgGroup(validate = false, heading = "%nAutomatic masks (when there is no prompt):%n")
  private EverythingArguments everything = new EverythingArguments();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<Picture> pictures;
    SegmentTask task;
    try {
      model.options();
      EverythingOptions options = everything.options();
      PromptSource source = prompts.source();
      if (source.needsTextModel()) {
        model.requireTextModel();
      }
      task = new SegmentTask(source, prompts.limits(), options, multimask, dump);
      pictures = new PictureFinder(recursive, output).find(inputs);
      if (pictures.isEmpty()) {
        throw new IllegalArgumentException(
            "no pictures in " + inputs + (recursive ? "" : " (folders in them: --recursive)"));
      }
      Files.createDirectories(output);
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), Failure.reason(e), e);
    }
    return run(pictures, task);
  }

  private int run(List<Picture> pictures, SegmentTask task) throws IOException {
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
      RunSummary summary = new SegmentRun(sam, task, output).run(pictures);
      spec.commandLine().getOut().println(summary.line(output));
      return summary.failed() == 0 ? 0 : SOME_FAILED;
    }
  }
}
