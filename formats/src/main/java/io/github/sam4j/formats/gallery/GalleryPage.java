package io.github.sam4j.formats.gallery;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.SegmentedPicture;
import io.github.sam4j.formats.json.JsonFormat;
import io.github.sam4j.formats.png.PngFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page over a job: it links to other formats' files where these are written. */
final class GalleryPage {
  private record Card(String html, int masks, boolean failed) {}

  private final JobInfo job;
  private final Map<String, Card> cards = new LinkedHashMap<>();

  /** An empty page. */
  GalleryPage(JobInfo job) {
    this.job = job;
  }

  /** Adds a picture whose files are written. */
  void add(SegmentedPicture picture) {
    cards.put(picture.name(), new Card(card(picture), picture.masks().size(), false));
  }

  /** Adds a picture that has no results, or takes its card's place. */
  void failed(String name, String reason) {
    String html =
        """
        <article class="failed"><h2>%s</h2><p>%s</p></article>
        """
            .formatted(Html.text(name), Html.text(reason));
    cards.put(name, new Card(html, 0, true));
  }

  /** The page. */
  String html() {
    long failures = cards.values().stream().filter(Card::failed).count();
    long masks = cards.values().stream().mapToLong(Card::masks).sum();
    StringBuilder html = new StringBuilder(GalleryStyle.HEAD);
    html.append(
        """
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
            .formatted(
                count(cards.size() - failures, "picture"),
                count(masks, "mask"),
                failures == 0 ? "" : ", %d failed".formatted(failures),
                Html.text(job.model().describe())));
    cards.values().forEach(card -> html.append(card.html()));
    html.append("</main>\n<script>\n").append(GalleryStyle.VIEWS);
    if (job.formats().contains(PngFormat.ID)) {
      html.append(GalleryStyle.MASKS);
    }
    return html.append("</script>\n</body>\n</html>\n").toString();
  }

  private static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private String card(SegmentedPicture picture) {
    String name = picture.name();
    ImageSize size = picture.image().size();
    boolean masks = job.formats().contains(PngFormat.ID);
    boolean json = job.formats().contains(JsonFormat.ID);
    return """
        <article>
        <h2>%1$s</h2>
        <div class="views" style="--ratio: %2$d / %3$d">
        <a class="overlay" href="%4$s"><img loading="lazy" src="%5$s" alt="Masks of %1$s"></a>
        <a class="original" href="%6$s"><img loading="lazy" src="%6$s" alt="%1$s"></a>
        <img class="mask" alt="" hidden>
        </div>
        <p><button type="button" class="swap" aria-pressed="false">original</button>
        %2$d × %3$d, %7$s%8$s</p>
        """
            .formatted(
                Html.text(name),
                size.width(),
                size.height(),
                Html.link(masks ? PngFormat.overlay(name) : GalleryFormat.thumbnail(name)),
                Html.link(GalleryFormat.thumbnail(name)),
                Html.link(GalleryFormat.original(name)),
                count(picture.masks().size(), "mask"),
                json ? ", <a href=\"%s\">JSON</a>".formatted(Html.link(JsonFormat.file(name))) : "")
        + GalleryTable.of(picture, job)
        + "</article>\n";
  }
}
