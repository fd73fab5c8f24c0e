package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class DownloadVerificationTest extends DownloadFixture {
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
}
