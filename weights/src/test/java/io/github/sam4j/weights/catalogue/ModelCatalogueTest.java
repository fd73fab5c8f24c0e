package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      assertThat(entry.traits().goodFor()).as(entry.name()).isNotBlank();
      assertThat(entry.traits().speed()).as(entry.name()).isNotNull();
      String licence = entry.name().startsWith("edge-sam") ? "S-Lab-1.0" : "Apache-2.0";
      assertThat(entry.licence().id()).isEqualTo(licence);
      assertThat(entry.licence().restriction().isEmpty()).isEqualTo(licence.equals("Apache-2.0"));
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
            "slimsam-uniform-50",
            "slimsam-uniform-77",
            "sam-hq-vit-tiny",
            "sam-hq-vit-b",
            "sam-hq-vit-l",
            "sam-hq-vit-h",
            "sam2.1-hiera-tiny",
            "sam2.1-hiera-small",
            "sam2.1-hiera-base-plus",
            "sam2.1-hiera-large",
            "sam2-hiera-tiny",
            "sam2-hiera-small",
            "sam2-hiera-base-plus",
            "sam2-hiera-large",
            "efficient-sam-ti",
            "efficientvit-sam-l0",
            "efficientvit-sam-l1",
            "efficientvit-sam-l2",
            "efficientvit-sam-xl0",
            "efficientvit-sam-xl1",
            "repvit-sam",
            "edge-sam",
            "edge-sam-3x",
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
  void modelsWhoseLicenceForbidsSomethingAreNeverSuggested() {
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    assertThat(catalogue.get("edge-sam").licence().note()).contains("non-commercial");
    assertThat(catalogue.suggestions()).contains("mobile-sam").doesNotContain("edge-sam");
    assertThatThrownBy(() -> catalogue.get("none"))
        .hasMessageContaining("mobile-sam")
        .hasMessageNotContaining("edge-sam");
  }

  @Test
  void traitsAreOptional() throws IOException {
    Path file = folder.resolve("catalogue.json");
    String entry =
        "{\"models\": [{\"name\": \"a\", \"title\": \"t\", \"family\": \"sam\", %s"
            + " \"licence\": \"l\", \"files\": [{\"name\": \"b\", \"url\": \"https://h/b\"}]}]}";
    Files.writeString(file, entry.formatted(""));
    assertThat(ModelCatalogue.read(file).get("a").traits()).isEqualTo(ModelTraits.UNKNOWN);
    Files.writeString(
        file, entry.formatted("\"good_for\": \"x\", \"parameters\": 7, \"speed\": \"slow\","));
    assertThat(ModelCatalogue.read(file).get("a").traits())
        .isEqualTo(new ModelTraits("x", 7L, ModelTraits.Speed.SLOW));
    Files.writeString(file, entry.formatted("\"speed\": \"lightning\","));
    assertThatThrownBy(() -> ModelCatalogue.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("expected fast, medium or slow, found: lightning");
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
    assertThat(cache.path(several)).isEqualTo(cache.folder().resolve("slimsam-uniform-77"));
    assertThat(cache.has(one)).isFalse();
    Files.createDirectories(cache.path(one).getParent());
    Files.write(cache.path(one), new byte[3]);
    assertThat(cache.has(one)).as("a file of another size").isFalse();
  }

  @Test
  void aLicenceThatForbidsSomethingIsToldBeforeTheDownload() throws IOException {
    byte[] weights = {1, 2, 3};
    List<String> told = new ArrayList<>();
    DownloadProgress listener =
        new DownloadProgress() {
          @Override
          public void update(String file, long done, long total) {
            told.add(file);
          }

          @Override
          public void restricted(String model, Licence licence) {
            told.add(model + ": " + licence.note());
          }
        };
    try (TestServer server = new TestServer()) {
      ModelEntry entry =
          new ModelEntry(
              "mine",
              List.of(),
              "t",
              ModelTraits.UNKNOWN,
              "sam",
              new Licence("Mine-1", "not on Sundays"),
              List.of(new ModelFile("a.pth", server.url("/x"), 3L, null)));
      server.then(TestServer.content(weights, null));
      Downloader downloader = Downloader.builder().offline(false).build();
      ModelCache cache = new ModelCache(folder);
      Path path = cache.fetch(entry, downloader, listener);
      assertThat(path).hasBinaryContent(weights);
      assertThat(told).startsWith("mine: not on Sundays", "a.pth");
      told.clear();
      assertThat(cache.fetch(entry, downloader, listener)).isEqualTo(path);
      assertThat(told).as("once it is here").isEmpty();
    }
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
              ModelTraits.UNKNOWN,
              "sam",
              Licence.free("MIT"),
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
