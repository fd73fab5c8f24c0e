package io.github.sam4j.cli.models;

import io.github.sam4j.cli.console.Columns;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.detectors.DetectorFamily;
import io.github.sam4j.detectors.Detectors;
import io.github.sam4j.families.Inspection;
import io.github.sam4j.families.Leftovers;
import io.github.sam4j.formats.Failure;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.file.FileLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models inspect}. */
@Command(
    name = "inspect",
    description =
        "Tells what a file is, of which family and how large, by its tensors' names and shapes;"
            + " the weights are not loaded. Exit status 1 if it cannot be loaded as a model.")
final class InspectCommand implements Callable<Integer> {
  private static final String MODEL = "loads";

  @Parameters(
      paramLabel = "FILE",
      description = "A checkpoint (.safetensors, .pth, .pt), or a folder of Hugging Face's.")
  private Path file = Path.of("");

  @ParentCommand private ModelStore models = new ModelStore();

  private final List<List<String>> rows = new ArrayList<>();

  @Override
  public Integer call() {
    boolean loads;
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      tell("format", format(checkpoint.layout()));
      loads = detector(checkpoint) || model(checkpoint);
    } catch (IOException | WeightsFormatException e) {
      tell(MODEL, "no: " + reason(e));
      loads = false;
    }
    models.out().println(file);
    Columns.lines(rows).forEach(models.out()::println);
    return loads ? 0 : ModelStore.FAILED;
  }

  private void tell(String what, String text) {
    rows.add(List.of("  " + what, text));
  }

  private static String format(FileLayout layout) {
    return layout.nesting().isEmpty()
        ? layout.format()
        : layout.format() + ", state dict under '" + String.join("' / '", layout.nesting()) + "'";
  }

  private boolean detector(Checkpoint checkpoint) {
    Optional<String> family =
        Detectors.families().stream()
            .filter(each -> each.recognises(checkpoint.names()))
            .map(DetectorFamily::title)
            .findFirst();
    family.ifPresent(
        title -> {
          tell("family", title + ", a detector");
          tell("tensors", String.valueOf(checkpoint.names().size()));
          tell(MODEL, "as a text model (--text-model), from the folder that its files are in");
        });
    return family.isPresent();
  }

  private boolean model(Checkpoint checkpoint) throws IOException {
    Inspection found = Inspection.of(checkpoint);
    tell("family", found.family().title());
    if (!found.architecture().isEmpty()) {
      tell("variant", found.architecture());
    }
    tell("tensors", "%d with %s numbers".formatted(found.tensors(), count(found.parameters())));
    if (!found.prefix().isEmpty()) {
      tell("prefix", "'" + found.prefix() + "' before every name of the model");
    }
    Leftovers leftovers = found.leftovers();
    if (!leftovers.beside().isEmpty()) {
      tell("beside", leftovers.describeBeside() + "; not used");
    }
    if (leftovers.inside().isEmpty()) {
      tell(MODEL, "yes");
      return true;
    }
    tell(
        MODEL,
        "only with --allow-unused-tensors: "
            + reason(leftovers.refusal(checkpoint.source(), found.family())));
    return false;
  }

  /** Without the file, which stands above. */
  private String reason(Exception failure) {
    String reason = Failure.reason(failure);
    String named = file + ": ";
    return reason.startsWith(named) ? reason.substring(named.length()) : reason;
  }

  private static String count(long numbers) {
    return numbers < 100_000
        ? String.format(Locale.ROOT, "%,d", numbers)
        : String.format(Locale.ROOT, "%.1f million", numbers / 1e6);
  }
}
