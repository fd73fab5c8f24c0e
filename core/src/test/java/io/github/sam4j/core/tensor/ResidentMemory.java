package io.github.sam4j.core.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** How much of the machine's memory this process holds. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Bytes held now; skips the test where the system does not tell. */
  public static long bytes() throws IOException {
    return line("VmRSS:");
  }

  /** The most bytes ever held; skips the test where the system does not tell. */
  public static long peak() throws IOException {
    return line("VmHWM:");
  }

  private static long line(String key) throws IOException {
    Assumptions.assumeTrue(Files.isReadable(STATUS), "no /proc");
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(key)) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + key);
  }
}
