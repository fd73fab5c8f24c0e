package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogueTest {
  @TempDir Path folder;

  @Test
  void bundledEntriesAreSound() {
    Set<String> names = new HashSet<>();
    for (ModelEntry entry : ModelCatalogue.bundled().entries()) {
      assertThat(names.add(entry.name())).as(entry.name()).isTrue();
      entry.aliases().forEach(alias -> assertThat(names.add(alias)).as(alias).isTrue());
      assertThat(entry.family()).isNotBlank();
      assertThat(entry.licence()).isEqualTo("Apache-2.0");
      assertThat(entry.files()).allMatch(file -> file.url().getScheme().equals("https"));
    }
    assertThat(names)
        .contains(
            "sam-vit-b",
            "sam-vit-l",
            "sam-vit-h",
            "mobile-sam",
            "sam-vit-b-hf",
            "slim-sam-77",
            "owlvit-base-patch32",
            "owlv2-base-patch16-ensemble");
  }

  @Test
  void knownSizesAndHashes() {
    ModelFile file = ModelCatalogue.bundled().get("mobile-sam").files().get(0);
    assertThat(file.size()).isEqualTo(40_728_226L);
    assertThat(file.sha256())
        .isEqualTo("6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f");
  }

  @Test
  void aliasesAndCase() {
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    assertThat(catalogue.get("VIT_B")).isSameAs(catalogue.get("sam-vit-b"));
    assertThat(catalogue.get("facebook/sam-vit-base").name()).isEqualTo("sam-vit-b-hf");
    assertThat(catalogue.find("none")).isEmpty();
    assertThatThrownBy(() -> catalogue.get("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mobile-sam")
        .hasMessageContaining("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"models\": 1}",
        "{\"models\": [1]}",
        "{\"models\": [{\"name\": \"a\"}]}",
        "{\"models\": [{\"name\": \"a\", \"files\": [{\"name\": \"b\", \"url\": 1}]}]}",
        "{\"models\": [{\"name\": \"a\", \"title\": \"t\", \"family\": \"sam\","
            + " \"licence\": \"l\", \"files\": []}]}",
        "{\"models\": [], \"models\": []}",
        "{\"models\": ["
      })
  void malformedCatalogue(String json) throws IOException {
    Path file = folder.resolve("catalogue.json");
    Files.writeString(file, json);
    assertThatThrownBy(() -> ModelCatalogue.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void cacheFolder() {
    Properties properties = new Properties();
    assertThat(ModelCache.standardFolder(properties, Map.of()).toString()).contains("sam4j");
    Map<String, String> environment = Map.of("SAM4J_CACHE", "there");
    assertThat(ModelCache.standardFolder(properties, environment)).isEqualTo(Path.of("there"));
    properties.setProperty("sam4j.cache", "here");
    assertThat(ModelCache.standardFolder(properties, environment)).isEqualTo(Path.of("here"));
  }

  @Test
  void cachePaths() throws IOException {
    ModelCache cache = new ModelCache(folder);
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    ModelEntry one = catalogue.get("mobile-sam");
    ModelEntry several = catalogue.get("slim-sam-77");
    assertThat(cache.path(one)).isEqualTo(cache.folder().resolve("mobile-sam/mobile_sam.pt"));
    assertThat(cache.path(several)).isEqualTo(cache.folder().resolve("slim-sam-77"));
    assertThat(cache.has(one)).isFalse();
    Files.createDirectories(cache.path(one).getParent());
    Files.write(cache.path(one), new byte[3]);
    assertThat(cache.has(one)).as("a file of another size").isFalse();
  }

  @Test
  void fetchGetsEveryFile() throws IOException {
    byte[] weights = {1, 2, 3};
    byte[] config = {4};
    try (TestServer server = new TestServer()) {
      URI url = server.url("/x");
      ModelEntry entry =
          new ModelEntry(
              "mine",
              List.of(),
              "t",
              "sam",
              "MIT",
              List.of(
                  new ModelFile("model.safetensors", url, 3L, null),
                  new ModelFile("config.json", url, null, null)));
      server.then(TestServer.content(weights, null)).then(TestServer.content(config, null));
      ModelCache cache = new ModelCache(folder);
      Path path =
          cache.fetch(entry, Downloader.builder().offline(false).build(), DownloadProgress.NONE);
      assertThat(path.resolve("model.safetensors")).hasBinaryContent(weights);
      assertThat(path.resolve("config.json")).hasBinaryContent(config);
      assertThat(cache.has(entry)).isTrue();
    }
  }
}
