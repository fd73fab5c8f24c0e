package io.github.sam4j.cli;

import io.github.sam4j.cli.evaluate.EvaluateCommand;
import io.github.sam4j.cli.models.ModelsCommand;
import io.github.sam4j.cli.segment.SegmentCommand;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sam4j}. */
@Command(
    name = "sam4j",
    subcommands = {
      SegmentCommand.class,
      EvaluateCommand.class,
      ModelsCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    usageHelpWidth = Main.HELP_WIDTH,
    description = "Segments pictures: clicks or boxes in, ranked masks out.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all went well",
      "1:something failed; the rest is done",
      "2:the arguments are wrong"
    })
public final class Main implements Runnable {
  static final int HELP_WIDTH = 120;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(args));
  }

  /** The command with its subcommands, ready to execute. */
  public static CommandLine commandLine() {
    CommandLine sam4j =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Main::tellWrongArguments);
    // Formats may come from other jars: what there is, is known when someone asks.
    Objects.requireNonNull(sam4j.getSubcommands().get("segment"))
        .getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> help.createHeading("%nFormats:%n" + SegmentCommand.formatList() + "%n"));
    return sam4j;
  }

  /** The message alone: it would be lost above a page of options. */
  private static int tellWrongArguments(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command.getErr().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
