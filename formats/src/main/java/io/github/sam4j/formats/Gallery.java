package io.github.sam4j.formats;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The page {@code index.html} over a whole run: a card for each picture, with its overlay, the
 * original, and a table of its masks. It needs nothing but the files beside it.
 */
public final class Gallery {
  private final String model;
  private final List<String> cards = new ArrayList<>();
  private int pictures;
  private int failures;
  private long masks;

  /**
   * An empty page.
   *
   * @param model what the model is
   */
  public Gallery(String model) {
    this.model = model;
  }

  /** Adds a picture whose files are written. */
  public void add(SegmentedPicture picture) {
    pictures++;
    masks += picture.masks().size();
    cards.add(card(picture));
  }

  /** Adds a picture that has no results. */
  public void failed(String name, String reason) {
    failures++;
    cards.add(
        """
        <article class="failed"><h2>%s</h2><p>%s</p></article>
        """
            .formatted(Html.text(name), Html.text(reason)));
  }

  /** Writes the page into the folder of the results. */
  public void write(Path folder) throws IOException {
    byte[] bytes = page().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("index.html"), out -> out.write(bytes));
  }

  /** The page. */
  String page() {
    String failed = failures == 0 ? "" : ", %d failed".formatted(failures);
    return GalleryStyle.HEAD
        + """
          <header>
          <h1>sam4j</h1>
          <p>%s, %s%s. %s</p>
          <p class="views">Show
          <button type="button" data-view="overlay">masks</button>
          <button type="button" data-view="original">originals</button>
          <button type="button" data-view="both">both</button></p>
          </header>
          <main>
          """
            .formatted(count(pictures, "picture"), count(masks, "mask"), failed, Html.text(model))
        + String.join("", cards)
        + "</main>\n"
        + GalleryStyle.SCRIPT
        + "</body>\n</html>\n";
  }

  private static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String card(SegmentedPicture picture) {
    String name = picture.name();
    ImageSize size = picture.image().size();
    return """
        <article>
        <h2>%1$s</h2>
        <div class="views" style="--ratio: %2$d / %3$d">
        <a class="overlay" href="%4$s"><img loading="lazy" src="%5$s" alt="Masks of %1$s"></a>
        <a class="original" href="%6$s"><img loading="lazy" src="%6$s" alt="%1$s"></a>
        <img class="mask" alt="" hidden>
        </div>
        <p><button type="button" class="swap" aria-pressed="false">original</button>
        %2$d × %3$d, %7$s, <a href="%8$s">JSON</a></p>
        """
            .formatted(
                Html.text(name),
                size.width(),
                size.height(),
                Html.link(ResultFiles.overlay(name)),
                Html.link(ResultFiles.thumbnail(name)),
                Html.link(ResultFiles.original(name)),
                count(picture.masks().size(), "mask"),
                Html.link(ResultFiles.json(name)))
        + GalleryTable.of(picture)
        + "</article>\n";
  }
}
