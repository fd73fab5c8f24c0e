package io.github.sam4j.cli.models;

import picocli.CommandLine.Command;

/** {@code sam4j models}: its subcommands see it as the {@link ModelStore} that they share. */
@Command(
    name = "models",
    subcommands = {
      ListCommand.class,
      DownloadCommand.class,
      VerifyCommand.class,
      PathCommand.class
    },
    description = "Lists, downloads and verifies published models.")
public final class ModelsCommand extends ModelStore implements Runnable {
  @Override
  public void run() {
    throw wrong("Missing subcommand", null);
  }
}
