package io.github.sam4j.formats.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.formats.Samples;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryFormatTest {
  @TempDir Path folder;

  private final Mask mask = Samples.rectangle(10, 5, 30, 25, Prompt.point(12, 8));

  @Test
  void showsPicturesAndTheirMasks() {
    GalleryPage gallery = page("a <model>");
    gallery.add(Samples.picture("cat", List.of(mask, mask)));
    assertThat(gallery.html())
        .contains("1 picture, 2 masks. a &lt;model&gt;: SAM, ")
        .contains("src=\"./cat/thumbnail.jpg\"", "href=\"./cat.overlay.png\"")
        .contains("src=\"./cat/original.jpg\"", "href=\"./cat/1.png\"", "href=\"./cat.json\"")
        .contains("<td>0.900<td>0.750<td>400<td>10, 5, 19 × 19");
  }

  @Test
  void namesWhatATextFound() {
    GalleryPage gallery = page("m");
    gallery.add(Samples.picture("cat", List.of(Samples.found(mask, "a <dog>", 0.25), mask)));
    assertThat(gallery.html())
        .contains("<th>Mask<th class=\"label\">Label<th>Found<th>Score")
        .contains("<td class=\"label\">a &lt;dog&gt;<td>0.250<td>0.900<td>0.750")
        .contains("<td><td><td>0.900<td>0.750");
  }

  @Test
  void keepsNamesFromBecomingMarkup() {
    GalleryPage gallery = page("m");
    gallery.add(Samples.picture("<script>alert(1)</script>\" onload=\"x", List.of()));
    gallery.failed("<img>", "no & \"yes\"");
    assertThat(gallery.html())
        .doesNotContain("<script>alert")
        .doesNotContain("onload=\"x")
        .contains("&lt;img&gt;", "no &amp; &quot;yes&quot;", ", 1 failed");
  }

  @Test
  void aPictureThatFailsLateHasOneCard() {
    GalleryPage gallery = page("m");
    gallery.add(Samples.picture("cat", List.of(mask)));
    gallery.failed("cat", "no space");
    assertThat(gallery.html()).contains("0 pictures, 0 masks, 1 failed").doesNotContain("./cat");
  }

  @Test
  void linksToFilesThatAreThere() throws IOException {
    assertThat(links("png", "json", "gallery")).hasSize(3 * 6);
  }

  @Test
  void linksToNoFilesThatAreNot() throws IOException {
    assertThat(links("gallery")).hasSize(3 * 4);
    assertThat(folder.resolve("index.html")).content().doesNotContain("JSON", "mouseenter");
  }

  /** The links of a page over awkward names, all of which lead to files. */
  private List<String> links(String... formats) throws IOException {
    Samples.write(
        folder,
        Stream.of("cat", "a b/50% #1", "ü&ß")
            .map(name -> Samples.picture(name, List.of(mask)))
            .toList(),
        formats);
    Matcher matcher =
        Pattern.compile("(?:href|src)=\"([^\"]+)\"")
            .matcher(Files.readString(folder.resolve("index.html")));
    List<String> links = matcher.results().map(link -> link.group(1)).toList();
    for (String link : links) {
      assertThat(Path.of(folder.toUri().resolve(link.replace("&amp;", "&")))).exists();
    }
    return links;
  }

  @Test
  void leavesMostOfTooManyMasksToTheJson() {
    GalleryPage gallery = page("m");
    gallery.add(Samples.picture("cat", Collections.nCopies(230, mask)));
    assertThat(gallery.html()).contains("and 30 more in the JSON").doesNotContain("/200.png");
  }

  private static GalleryPage page(String model) {
    return new GalleryPage(Samples.job(model, "png", "json", "gallery"));
  }
}
