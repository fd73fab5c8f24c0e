package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloaderTest {
  private static final byte[] CONTENT = random(300_000, 1);
  private static final byte[] OTHER = random(300_000, 2);
  private static final String TAG = "\"one\"";

  @TempDir Path folder;
  private TestServer server;
  private Path target;

  private static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    target = folder.resolve("sub/model.pth");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private ModelFile file(@Nullable Long size, @Nullable String sha256) {
    return new ModelFile("model.pth", server.url("/model.pth"), size, sha256);
  }

  private ModelFile known() throws Exception {
    return file((long) CONTENT.length, sha256(CONTENT));
  }

  private static Downloader.Builder options() {
    return Downloader.builder().offline(false).retryDelay(Duration.ofMillis(1)).attempts(3);
  }

  private void download(ModelFile file) throws IOException {
    assertThat(options().build().download(file, target, DownloadProgress.NONE)).isEqualTo(target);
  }

  /** Nothing has the final name, and no part is left when {@code part} is false. */
  private void assertNothing(boolean part) {
    assertThat(target).doesNotExist();
    assertThat(Files.exists(target.resolveSibling("model.pth.part"))).isEqualTo(part);
  }

  private void assertWhole() {
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(target.resolveSibling("model.pth.part")).doesNotExist();
    assertThat(target.resolveSibling("model.pth.part.from")).doesNotExist();
  }

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
  void brokenConnectionIsContinued() throws Exception {
    server
        .then(TestServer.broken(CONTENT, TAG, 100_000))
        .then(TestServer.broken(CONTENT, TAG, 200_000))
        .then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
    assertThat(server.requests().get(0).containsKey("Range")).isFalse();
    assertThat(server.requests().get(1).getFirst("If-Range")).isEqualTo(TAG);
    assertThat(server.requests().get(2).getFirst("Range")).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void laterProcessContinues() throws Exception {
    server.then(TestServer.broken(CONTENT, TAG, 100_000));
    assertThatThrownBy(
            () -> options().attempts(1).build().download(known(), target, DownloadProgress.NONE))
        .isInstanceOf(DownloadException.class);
    assertNothing(true);
    server.then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
    assertThat(server.requests().get(1).containsKey("Range")).isTrue();
  }

  @Test
  void newVersionAtTheServerIsNotJoinedToTheOld() throws Exception {
    server
        .then(TestServer.broken(OTHER, "\"old\"", 100_000))
        .then(TestServer.content(CONTENT, TAG));
    download(file(null, null));
    assertWhole();
  }

  @Test
  void withoutVersionOrHashItBeginsAgain() throws Exception {
    server.then(TestServer.broken(OTHER, null, 100_000)).then(TestServer.content(CONTENT, null));
    download(file(null, null));
    assertWhole();
    assertThat(server.requests().get(1).containsKey("Range")).isFalse();
  }

  @Test
  void weakVersionIsNotTrusted() throws Exception {
    server
        .then(TestServer.broken(OTHER, "W/\"x\"", 100_000))
        .then(TestServer.content(CONTENT, "W/\"x\""));
    download(file(null, null));
    assertWhole();
  }

  @Test
  void joinedVersionsAreFoundByTheHash() throws Exception {
    server
        .then(TestServer.broken(OTHER, null, 100_000))
        .then(TestServer.content(CONTENT, null))
        .then(TestServer.content(CONTENT, null));
    download(known());
    assertWhole();
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void serverThatIgnoresRange() throws Exception {
    server.then(TestServer.broken(CONTENT, TAG, 100_000)).then(TestServer.ignoringRange(CONTENT));
    download(known());
    assertWhole();
  }

  @Test
  void serverThatSendsAnotherRange() throws Exception {
    server
        .then(TestServer.broken(CONTENT, TAG, 100_000))
        .then(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Range", "bytes 5-299999/300000");
              exchange.sendResponseHeaders(206, CONTENT.length - 5);
            })
        .then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
  }

  @Test
  void wholePartIsOnlyChecked() throws Exception {
    Files.createDirectories(target.getParent());
    Files.write(target.resolveSibling("model.pth.part"), CONTENT);
    download(known());
    assertWhole();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void partThatIsTooLongIsThrownAway() throws Exception {
    Files.createDirectories(target.getParent());
    Files.write(target.resolveSibling("model.pth.part"), random(400_000, 3));
    server.then(TestServer.content(CONTENT, TAG));
    download(known());
    assertWhole();
  }

  @Test
  void wrongSize() throws Exception {
    server.then(TestServer.content(CONTENT, TAG));
    assertThatThrownBy(() -> download(file(12_345L, null)))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(server.url("/model.pth").toString())
        .hasMessageContaining("12345 bytes")
        .hasMessageContaining("300000 bytes");
    assertNothing(false);
  }

  @Test
  void moreThanExpectedWithoutLength() throws Exception {
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(CONTENT);
        });
    assertThatThrownBy(() -> download(file(12_345L, null)))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("12345 bytes");
    assertNothing(false);
  }

  @Test
  void wrongHash() throws Exception {
    server.then(TestServer.content(OTHER, TAG));
    assertThatThrownBy(() -> download(known()))
        .isInstanceOfSatisfying(
            DownloadException.class,
            e -> {
              assertThat(e.url()).isEqualTo(server.url("/model.pth"));
              assertThat(e.expected()).startsWith("SHA-256 ");
              assertThat(e.found()).startsWith("SHA-256 ").isNotEqualTo(e.expected());
            });
    assertNothing(false);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void truncatedFileOfUnknownSize() throws Exception {
    server.then(TestServer.broken(CONTENT, null, 100_000));
    Downloader downloader = options().attempts(1).build();
    assertThatThrownBy(() -> downloader.download(file(null, null), target, DownloadProgress.NONE))
        .isInstanceOf(DownloadException.class);
    assertNothing(true);
  }

  @Test
  void hashThatTheServerLinksIsVerified() throws Exception {
    server
        .then(TestServer.redirect("/cdn", "\"" + sha256(CONTENT) + "\""))
        .then(TestServer.content(CONTENT, TAG));
    download(file(null, null));
    assertWhole();
  }

  @Test
  void contentThatIsNotWhatTheServerLinksIsRefused() throws Exception {
    server
        .then(TestServer.redirect("/cdn", sha256(CONTENT).toUpperCase(Locale.ROOT)))
        .then(TestServer.content(OTHER, TAG));
    assertThatThrownBy(() -> download(file(null, null)))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("expected SHA-256 " + sha256(CONTENT))
        .hasMessageContaining("found SHA-256 " + sha256(OTHER));
    assertNothing(false);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void firstServerLinksTheHash() throws Exception {
    server
        .then(TestServer.redirect("/between", sha256(CONTENT)))
        .then(TestServer.redirect("/cdn", sha256(OTHER)))
        .then(TestServer.content(OTHER, TAG));
    assertThatThrownBy(() -> download(file(null, null)))
        .hasMessageContaining("expected SHA-256 " + sha256(CONTENT));
    assertNothing(false);
  }

  @Test
  void joinedVersionsAreFoundByTheLinkedHash() throws Exception {
    String linked = sha256(CONTENT);
    server
        .then(TestServer.redirect("/cdn", linked))
        .then(TestServer.broken(OTHER, TAG, 100_000))
        .then(TestServer.redirect("/cdn", linked))
        .then(TestServer.content(CONTENT, TAG))
        .then(TestServer.redirect("/cdn", linked))
        .then(TestServer.content(CONTENT, TAG));
    download(file(null, null));
    assertWhole();
    assertThat(server.requests()).hasSize(6);
    assertThat(server.requests().get(3).containsKey("Range")).isTrue();
    assertThat(server.requests().get(5).containsKey("Range")).isFalse();
  }

  @Test
  void linkedTagsOfAnotherKindAreNoHashes() throws Exception {
    server
        .then(TestServer.redirect("/cdn", "\"" + "a".repeat(40) + "\""))
        .then(TestServer.content(CONTENT, TAG));
    download(file(null, null));
    assertWhole();
  }

  @Test
  void cataloguesHashGoesBeforeTheLinkedOne() throws Exception {
    server.then(TestServer.redirect("/cdn", sha256(OTHER))).then(TestServer.content(CONTENT, TAG));
    download(known());
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
