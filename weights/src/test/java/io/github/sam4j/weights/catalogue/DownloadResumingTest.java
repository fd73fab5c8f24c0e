package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DownloadResumingTest extends DownloadFixture {
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
}
