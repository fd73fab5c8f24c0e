package io.github.sam4j.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
  @TempDir Path folder;

  private final Mask mask = Samples.rectangle(10, 5, 30, 25, Prompt.point(12, 8));

  @Test
  void showsPicturesAndTheirMasks() {
    Gallery gallery = new Gallery("a <model>");
    gallery.add(picture("cat", List.of(mask, mask)));
    assertThat(gallery.page())
        .contains("1 picture, 2 masks. a &lt;model&gt;")
        .contains("src=\"./cat/thumbnail.jpg\"", "href=\"./cat.overlay.png\"")
        .contains("src=\"./cat/original.jpg\"", "href=\"./cat/1.png\"", "href=\"./cat.json\"")
        .contains("<td>0.900<td>0.750<td>400<td>10, 5, 19 × 19");
  }

  @Test
  void namesWhatATextFound() {
    Gallery gallery = new Gallery("m");
    gallery.add(picture("cat", List.of(Samples.found(mask, "a <dog>", 0.25), mask)));
    assertThat(gallery.page())
        .contains("<th>Mask<th class=\"label\">Label<th>Found<th>Score")
        .contains("<td class=\"label\">a &lt;dog&gt;<td>0.250<td>0.900<td>0.750")
        .contains("<td><td><td>0.900<td>0.750");
  }

  @Test
  void keepsNamesFromBecomingMarkup() {
    Gallery gallery = new Gallery("m");
    gallery.add(picture("<script>alert(1)</script>\" onload=\"x", List.of()));
    gallery.failed("<img>", "no & \"yes\"");
    assertThat(gallery.page())
        .doesNotContain("<script>alert")
        .doesNotContain("onload=\"x")
        .contains("&lt;img&gt;", "no &amp; &quot;yes&quot;", ", 1 failed");
  }

  @Test
  void linksToFilesThatAreThere() throws IOException {
    Gallery gallery = new Gallery("m");
    for (String name : List.of("cat", "a b/50% #1", "ü&ß")) {
      SegmentedPicture picture = picture(name, List.of(mask));
      new ResultWriter(folder, "m").write(picture);
      gallery.add(picture);
    }
    gallery.write(folder);
    Matcher links =
        Pattern.compile("(?:href|src)=\"([^\"]+)\"")
            .matcher(Files.readString(folder.resolve("index.html")));
    int count = 0;
    while (links.find()) {
      String link = links.group(1).replace("&amp;", "&");
      assertThat(Path.of(folder.toUri().resolve(link))).exists();
      count++;
    }
    assertThat(count).isEqualTo(3 * 6);
  }

  @Test
  void leavesMostOfTooManyMasksToTheJson() {
    Gallery gallery = new Gallery("m");
    gallery.add(picture("cat", Collections.nCopies(230, mask)));
    assertThat(gallery.page()).contains("and 30 more in the JSON").doesNotContain("/200.png");
  }

  static SegmentedPicture picture(String name, List<Mask> masks) {
    BufferedImage image =
        new BufferedImage(Samples.SIZE.width(), Samples.SIZE.height(), BufferedImage.TYPE_INT_RGB);
    return new SegmentedPicture(name, Path.of("in", "cat.png"), SamImage.of(image), masks, true);
  }
}
