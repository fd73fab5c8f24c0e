package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadLogTest {
  private static final byte[] WEIGHTS = new byte[2_000_000];

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong seconds = new AtomicLong();
  private final DownloadLog log =
      new DownloadLog(lines::add, () -> Duration.ofSeconds(seconds.get()).toNanos());

  @Test
  void tellsWhatComesFromWhereAndWhereItLies() throws IOException {
    try (TestServer server = new TestServer()) {
      server.then(TestServer.content(WEIGHTS, null)).then(TestServer.content(new byte[3], null));
      ModelEntry entry = entry(server.url("/x"), (long) WEIGHTS.length, 3L);
      Path path = fetch(entry, false);
      assertThat(lines)
          .startsWith("Downloading mine (2.0 MB) from 127.0.0.1 to " + path)
          .contains("model.safetensors: 100% of 2.0 MB")
          .endsWith("config.json: 100% of 0.0 MB", "mine is in " + path);
      assertThat(lines).hasSizeBetween(4, 13);
      lines.clear();
      assertThat(fetch(entry, false)).isEqualTo(path);
      assertThat(lines).as("a model that is there").isEmpty();
    }
  }

  @Test
  void saysNothingWhenDownloadsAreSwitchedOff() {
    ModelEntry entry = entry(URI.create("https://example.org/x"), null, null);
    assertThatThrownBy(() -> fetch(entry, true)).isInstanceOf(DownloadException.class);
    assertThat(lines).isEmpty();
  }

  @Test
  void failedDownloadHasNoEnd() throws IOException {
    try (TestServer server = new TestServer()) {
      server.then(TestServer.status(404));
      ModelEntry entry = entry(server.url("/x"), null, null);
      assertThatThrownBy(() -> fetch(entry, false)).isInstanceOf(DownloadException.class);
    }
    assertThat(lines).hasSize(1).first().asString().contains("mine (size unknown)");
  }

  @Test
  void aLineForEachTenth() {
    for (long done = 0; done <= 2_000_000; done += 1000) {
      log.update("a", done, 2_000_000);
    }
    assertThat(lines)
        .hasSize(10)
        .startsWith("a: 10% of 2.0 MB", "a: 20% of 2.0 MB")
        .endsWith("a: 100% of 2.0 MB");
  }

  @Test
  void aLineForEachTenSeconds() {
    log.update("a", 0, 2_000_000_000);
    seconds.set(9);
    log.update("a", 1_000_000, 2_000_000_000);
    assertThat(lines).isEmpty();
    seconds.set(10);
    log.update("a", 20_000_000, 2_000_000_000);
    seconds.set(19);
    log.update("a", 30_000_000, 2_000_000_000);
    assertThat(lines).containsExactly("a: 1% of 2000.0 MB");
    log.update("b", 5_000_000, -1);
    seconds.set(29);
    log.update("b", 7_500_000, -1);
    assertThat(lines).hasSize(2).endsWith("b: 7.5 MB");
  }

  private Path fetch(ModelEntry entry, boolean offline) throws IOException {
    Downloader downloader = Downloader.builder().offline(offline).build();
    return new ModelCache(folder).fetch(entry, downloader, log);
  }

  private static ModelEntry entry(URI url, @Nullable Long weights, @Nullable Long config) {
    return new ModelEntry(
        "mine",
        List.of(),
        "t",
        ModelTraits.UNKNOWN,
        "sam",
        Licence.free("MIT"),
        List.of(
            new ModelFile("model.safetensors", url, weights, null),
            new ModelFile("config.json", url, config, null)));
  }
}
