package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The side-by-side runs. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures sam4j and ONNX Runtime side by side; prints Markdown.")
final class Peers implements Callable<Integer> {
  private static final int[] BATCHES = {1, 8, 64};

  @Option(names = "--pairs", description = "pairs of measurements of each comparison")
  private int pairs = 5;

  @Option(names = "--threads", description = "threads of either side")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--only",
      description = "comparisons whose name this regular expression is found in; also: rate, loss")
  private Pattern only = Pattern.compile("");

  @Option(names = "--warmup", description = "runs before those that count, instead of each task's")
  private @Nullable Integer warmup;

  @Option(names = "--runs", description = "runs that count in a process, instead of each task's")
  private @Nullable Integer runs;

  @Option(names = "--precision", description = "sam4j's number format: F32, BF16")
  private Precision precision = Precision.F32;

  @Option(names = "--models", description = "folder that export_onnx.py wrote")
  private Path folder = Path.of("benchmarks", "work");

  @Option(names = "--list", description = "say which comparisons there are, and end")
  private boolean list;

  @Option(names = "--out", description = "file to append the Markdown to")
  private @Nullable Path out;

  private int peersBatch;

  /** Runs the command. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(
        new CommandLine(new Peers()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Comparison> chosen =
        Comparison.all(threads, precision).stream()
            .filter(comparison -> only.matcher(comparison.id()).find())
            .toList();
    if (list) {
      chosen.forEach(comparison -> System.out.println(comparison.id()));
      return 0;
    }
    folder = folder.toAbsolutePath().normalize();
    RateReport rate = new RateReport(folder, threads);
    List<Outcome> outcomes = new ArrayList<>();
    for (Comparison comparison : chosen) {
      if (wanted("rate") && comparison.task().multiplyAdds(new Models(folder)).isPresent()) {
        rate.measure();
      }
      outcomes.add(run(comparison));
    }
    print("\n" + Outcome.head());
    outcomes.forEach(outcome -> print(outcome.row()));
    for (Outcome outcome : outcomes) {
      if (outcome.comparison().task() == Task.START) {
        print(outcome.phases());
      }
    }
    if (wanted("rate")) {
      print(rate.rates());
      print(rate.shares(outcomes));
    }
    if (wanted("loss")) {
      print("\nMasks of bf16 against those of float32:\n\n");
      for (String line : loss()) {
        print(line + "\n");
      }
    }
    return 0;
  }

  private boolean wanted(String report) {
    return only.matcher(report).find();
  }

  private List<String> loss() throws IOException {
    return Processes.run(
        PrecisionLoss.class,
        true,
        List.of(folder.toString(), Integer.toString(threads), "bundled", "mobilesam", "sam-vit-b"));
  }

  private Outcome run(Comparison comparison) throws IOException {
    if (comparison.task() == Task.START) {
      Files.createDirectories(folder);
      Inputs.picture(800, 600, 1).writePng(folder.resolve(FirstMask.PICTURE));
      // The first start ever unpacks native libraries; what counts is every later one.
      measure(comparison.task(), comparison.ours());
      measure(comparison.task(), comparison.other());
    }
    List<Measurement> ours = new ArrayList<>();
    List<Measurement> other = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % 2 == 0) {
        ours.add(measure(comparison.task(), comparison.ours()));
        other.add(measure(comparison.task(), comparison.other()));
      } else {
        other.add(measure(comparison.task(), comparison.other()));
        ours.add(measure(comparison.task(), comparison.ours()));
      }
      System.err.printf(
          "%s, pair %d: %.4g s and %.4g s%n",
          comparison.id(), pair + 1, ours.get(pair).seconds(), other.get(pair).seconds());
    }
    return new Outcome(comparison, ours, other);
  }

  private Measurement measure(Task task, Variant variant) throws IOException {
    int batch = task.batched() && variant.side() == Side.ONNX_RUNTIME ? batch(variant) : 1;
    return Processes.measure(
        settings(
            task,
            variant,
            batch,
            warmup != null ? warmup : task.warmup(),
            runs != null ? runs : task.runs()));
  }

  private Settings settings(Task task, Variant variant, int batch, int warmups, int counted) {
    return new Settings(
        variant.side(),
        task,
        variant.threads(),
        variant.precision(),
        batch,
        warmups,
        counted,
        folder);
  }

  /** How many prompts the peer's decoder had best take together: tried once. */
  private int batch(Variant variant) throws IOException {
    if (peersBatch > 0) {
      return peersBatch;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int batch : BATCHES) {
      double seconds = Processes.measure(settings(Task.DECODER_64, variant, batch, 1, 2)).seconds();
      System.err.printf("64 points, the peer in batches of %d: %.4g s%n", batch, seconds);
      if (seconds < least) {
        least = seconds;
        peersBatch = batch;
      }
    }
    return peersBatch;
  }

  private void print(String text) {
    System.out.print(text);
    System.out.flush();
    if (out != null) {
      try {
        Files.writeString(out, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
