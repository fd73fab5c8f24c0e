package io.github.sam4j.cli.evaluate;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.cli.console.RunOptions;
import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.formats.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sam4j evaluate}: how good models' masks are, over labelled pictures. */
@Command(
    name = "evaluate",
    sortOptions = false,
    customSynopsis = {
      "sam4j evaluate DATA [--model NAME|FILE]... [--baselines] [--limit N] [--sets A,B]",
      "        [--everything [--select N]] [--json FILE] [--offline] [--threads N]",
      "        [--precision f32|bf16]",
      ""
    },
    description = {
      "Mean IoU of a model's masks with labelled pictures, after one box and after 1, 3 and 5 clicks.",
      "",
      "DATA has a folder for each set: SET/NAME.jpg, and beside it NAME.png, which has an object's"
          + " id for each pixel (one channel of 8 or 16 bits; 0: no object), and NAME_1.png and so on"
          + " where objects overlap.",
      "",
      "Each picture is asked for up to 6 objects, of 0.1%% to 95%% of it and at least 60 pixels:",
      "  box        the first and last column and row of the object; one mask",
      "  click 1    the pixel deepest inside; the mask ranked first of three",
      "  best of 3  the best of these three masks",
      "  clicks 3   two more clicks, each at the deepest pixel of what is missing (on the object)",
      "             or too much (beside it), with all clicks and the mask so far; one mask",
      "  clicks 5   two more",
      "The figures of a set are means over its objects; \"mean over sets\" is the mean of these.",
      "",
      "With --everything also automatic masks, from 32 x 32 clicks, once by the model's thresholds and"
          + " once chosen (select N, as segment --select does it):",
      "  found      the part of a picture's objects that some mask shows with an IoU of at least 0.5;",
      "             all objects larger than 0.1%% of the picture count, not up to 6",
      "  masks      how many masks the picture has",
      "These are means over the pictures of a set, and in the last row over all pictures.",
      "",
      "A picture that is damaged, or whose map is missing, damaged, of another size or of colours,"
          + " is reported and left out, for all models.",
      ""
    },
    exitCodeList = {
      "0:all went well",
      "1:some pictures failed, or there was no object; the others are done",
      "2:the arguments are wrong",
      "3:a model cannot be loaded"
    })
public final class EvaluateCommand implements Callable<Integer> {
  static final int SOME_FAILED = 1;
  static final int MODEL_FAILED = 3;
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateCommand.class);

  @Parameters(paramLabel = "DATA", description = "Folder of the sets.")
  private Path data = Path.of(".");

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = "bundled",
      description =
          "A model's name, or a checkpoint (.safetensors, .pth, .pt, or a folder); repeat it to"
              + " compare models. Default: ${DEFAULT-VALUE}")
  private List<String> models = List.of();

  @Option(
      names = "--baselines",
      description =
          "Also what the same boxes give without a model: OpenCV's GrabCut, the box itself, the"
              + " ellipse in it. Default: no")
  private boolean baselines;

  @Option(
      names = "--everything",
      description =
          "Also how many of the objects automatic masks find; some seconds a picture. Default: no")
  private boolean everything;

  @Option(
      names = "--select",
      paramLabel = "N",
      description = "With --everything: choose at most N masks. Default: the model's, else 40")
  private @Nullable Integer select;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "At most N pictures of each set, evenly spread over their names. Default: all of them")
  private @Nullable Integer limit;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "A,B",
      description = "Only these sets. Default: all folders that have pictures")
  private List<String> sets = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures, down to each object's, to this file. Default: no")
  private @Nullable Path json;

  @Mixin private RunOptions run = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<PictureSet> pictures;
    SamOptions options;
    try {
      options = run.options();
      checkSelect();
      pictures = pictures();
      if (json != null && Files.isDirectory(json)) {
        throw new IllegalArgumentException("--json must be a file, found a folder: " + json);
      }
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), Failure.reason(e), e);
    }
    List<ModelContestant> loaded = new ArrayList<>();
    try {
      for (String model : models) {
        ModelContestant contestant = load(model, options);
        if (contestant == null) {
          return MODEL_FAILED;
        }
        loaded.add(contestant);
      }
      return evaluate(pictures, loaded, options.threads());
    } finally {
      loaded.forEach(ModelContestant::close);
    }
  }

  private void checkSelect() {
    if (select == null) {
      return;
    }
    if (!everything) {
      throw new IllegalArgumentException("--select says what --everything chooses; add that");
    }
    if (select < 1) {
      throw new IllegalArgumentException("--select must be at least 1, found " + select);
    }
  }

  private List<PictureSet> pictures() throws IOException {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1, found " + limit);
    }
    int most = limit == null ? Integer.MAX_VALUE : limit;
    return new DataFolder(data).sets(sets).stream().map(set -> set.limitedTo(most)).toList();
  }

  private @Nullable ModelContestant load(String model, SamOptions options) {
    try {
      Sam sam = Sam.load(model, options);
      LOG.info("{}", sam.info().describe());
      List<EverythingPass> passes = everything ? EverythingPass.of(sam.info(), select) : List.of();
      return new ModelContestant(model, sam, passes);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.error("model '{}' cannot be loaded: {}", model, Failure.reason(e));
      LOG.debug("why", e);
      return null;
    }
  }

  private int evaluate(List<PictureSet> pictures, List<ModelContestant> loaded, int threads)
      throws IOException {
    List<Contestant> contestants = new ArrayList<>(loaded);
    if (baselines) {
      contestants.add(new Baselines());
    }
    Evaluation evaluation = new EvaluationRun(contestants).run(pictures);
    print(evaluation, contestants, loaded, threads);
    if (json != null) {
      AtomicFile.write(json, out -> EvaluationJson.write(out, evaluation, contestants, threads));
    }
    if (evaluation.masks() == 0) {
      LOG.error("no object of the right size in {}", data);
      return SOME_FAILED;
    }
    return evaluation.failed() == 0 ? 0 : SOME_FAILED;
  }

  /** A table for each model, the baselines beside it. */
  private void print(
      Evaluation evaluation,
      List<Contestant> contestants,
      List<ModelContestant> loaded,
      int threads) {
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < loaded.size(); i++) {
      if (i > 0) {
        out.println();
      }
      out.println(ModelLine.of(loaded.get(i), threads));
      List<Integer> shown = baselines ? List.of(i, loaded.size()) : List.of(i);
      EvaluationTable.lines(evaluation, contestants, shown).forEach(out::println);
    }
    if (evaluation.failed() > 0) {
      out.printf("%d failed%n", evaluation.failed());
    }
  }
}
