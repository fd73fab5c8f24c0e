package io.github.sam4j.cli.models;

import io.github.sam4j.weights.catalogue.FileCheck;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models verify}. */
@Command(
    name = "verify",
    description = "Reads models in the cache again and compares size and SHA-256 of their files.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Models as 'list' names them. Default: those in the cache")
  private List<String> names = List.of();

  @ParentCommand private ModelStore models = new ModelStore();

  @Override
  public Integer call() throws IOException {
    ModelCache cache = models.cache();
    int verified = 0;
    int status = 0;
    for (ModelEntry entry : names.isEmpty() ? models.catalogue().entries() : models.models(names)) {
      List<FileCheck> checks = cache.verify(entry);
      if (names.isEmpty() && checks.stream().allMatch(VerifyCommand::isMissing)) {
        continue;
      }
      verified++;
      checks.forEach(this::tell);
      if (checks.stream().anyMatch(FileCheck::failed)) {
        status = ModelStore.FAILED;
      }
    }
    if (verified == 0) {
      models.out().println("no models in " + cache.folder());
    }
    return status;
  }

  private static boolean isMissing(FileCheck check) {
    return check.outcome() == FileCheck.Outcome.MISSING;
  }

  private void tell(FileCheck check) {
    String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
    models.out().printf("%-7s  %s: %s%n", outcome, check.path(), check.message());
  }
}
