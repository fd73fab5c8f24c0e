package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloaderTest extends DownloadFixture {
  @Test
  void wholeFile() throws Exception {
    server.then(TestServer.content(CONTENT, TAG));
    List<Long> heard = new ArrayList<>();
    var unused =
        options()
            .build()
            .download(
                known(),
                target,
                (name, done, total) -> {
                  assertThat(name).isEqualTo("model.pth");
                  assertThat(total).isEqualTo(CONTENT.length);
                  heard.add(done);
                });
    assertWhole();
    assertThat(heard).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
  }

  @Test
  void fileThatIsThereIsNotAskedFor() throws Exception {
    server.then(TestServer.content(CONTENT, TAG));
    download(known());
    download(known());
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void fileOfAnotherSizeIsReplaced() throws Exception {
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[10]);
    server.then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
  }

  @Test
  void fileOfUnknownSizeAndHash() throws Exception {
    server.then(TestServer.content(CONTENT, null));
    download(file(null, null));
    assertWhole();
  }

  @Test
  void answerOfUnknownLength() throws Exception {
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(CONTENT);
          exchange.getResponseBody().close();
        });
    download(file(null, null));
    assertWhole();
  }

  @Test
  void redirect() throws Exception {
    server.then(TestServer.redirect("/elsewhere", null)).then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 410})
  void refusalsAreFinal(int status) throws Exception {
    server.then(TestServer.status(status));
    assertThatThrownBy(() -> download(known()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("HTTP " + status);
    assertNothing(false);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void busyServerIsAskedAgain() throws Exception {
    server
        .then(TestServer.status(503))
        .then(TestServer.status(429))
        .then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
  }

  @Test
  void attemptsEnd() throws Exception {
    assertThatThrownBy(() -> download(known()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("3 attempts")
        .hasMessageContaining("HTTP 599");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void noServer() {
    server.close();
    assertThatThrownBy(() -> download(known())).isInstanceOf(DownloadException.class);
    assertNothing(false);
  }

  @Test
  void stalledServerIsAskedAgain() throws Exception {
    server
        .then(
            exchange -> {
              exchange.getResponseHeaders().set("ETag", TAG);
              exchange.sendResponseHeaders(200, CONTENT.length);
              exchange.getResponseBody().write(CONTENT, 0, 50_000);
              exchange.getResponseBody().flush();
              try {
                Thread.sleep(60_000); // until the server is stopped
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .then(TestServer.content(CONTENT, TAG));
    Downloader downloader = options().stallTimeout(Duration.ofMillis(200)).build();
    var unused = downloader.download(known(), target, DownloadProgress.NONE);
    assertWhole();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void offline() throws Exception {
    Downloader downloader = options().offline(true).build();
    assertThat(downloader.offline()).isTrue();
    assertThatThrownBy(() -> downloader.download(known(), target, DownloadProgress.NONE))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("switched off");
    assertThat(server.requests()).isEmpty();
    Files.createDirectories(target.getParent());
    Files.write(target, CONTENT);
    assertThat(downloader.download(known(), target, DownloadProgress.NONE)).isEqualTo(target);
  }

  @Test
  void noSpace() throws Exception {
    server.then(TestServer.content(CONTENT, TAG));
    Downloader downloader = options().volume(new SmallVolume(299_999, Long.MAX_VALUE)).build();
    assertThatThrownBy(() -> downloader.download(known(), target, DownloadProgress.NONE))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("300000 bytes of free space")
        .hasMessageContaining("299999 bytes");
    assertNothing(false);
  }

  @Test
  void diskThatFillsUp() throws Exception {
    server.then(TestServer.content(CONTENT, TAG)).then(TestServer.content(CONTENT, TAG));
    Downloader downloader = options().volume(new SmallVolume(Long.MAX_VALUE, 100_000)).build();
    assertThatThrownBy(() -> downloader.download(known(), target, DownloadProgress.NONE))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("No space left");
    assertNothing(true);
    assertThat(server.requests()).hasSize(1);
    download(known());
    assertWhole();
  }

  @Test
  void manyThreadsDownloadOnce() throws Exception {
    server.then(TestServer.content(CONTENT, TAG));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      ModelFile file = known();
      Callable<Path> task = () -> options().build().download(file, target, DownloadProgress.NONE);
      for (Future<Path> done : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(done.get()).isEqualTo(target);
      }
    } finally {
      threads.shutdownNow();
    }
    assertWhole();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void badArguments() {
    URI url = URI.create("https://example.org/a");
    assertThatThrownBy(() -> new ModelFile("../a", url, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../a");
    assertThatThrownBy(() -> new ModelFile("a", URI.create("file:///etc/passwd"), null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelFile("a", url, -1L, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelFile("a", url, null, "abc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Downloader.builder().attempts(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Downloader.builder().retryDelay(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A disk that tells of some free space, and takes some bytes before it is full. */
  private record SmallVolume(long told, long taken) implements Volume {
    @Override
    public long usableSpace(Path folder) {
      return told;
    }

    @Override
    public OutputStream append(Path file) throws IOException {
      return new FilterOutputStream(Volume.DISK.append(file)) {
        private long left = taken;

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          if (count > left) {
            throw new IOException("No space left on device");
          }
          left -= count;
          out.write(bytes, from, count);
        }
      };
    }
  }
}
