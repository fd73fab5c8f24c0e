package io.github.sam4j.formats.gallery;

import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.SegmentedPicture;
import io.github.sam4j.formats.image.MaskColours;
import io.github.sam4j.formats.json.JsonFormat;
import io.github.sam4j.formats.png.PngFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of a picture's masks. */
final class GalleryTable {
  // A page over a thousand pictures must still open; the other formats have all masks.
  private static final int MOST_ROWS = 200;

  private GalleryTable() {}

  /** Empty without masks; their numbers are links where they are pictures as well. */
  static String of(SegmentedPicture picture, JobInfo job) {
    List<Mask> masks = picture.masks();
    if (masks.isEmpty()) {
      return "";
    }
    boolean labelled = masks.stream().anyMatch(mask -> mask.detection() != null);
    StringBuilder html =
        new StringBuilder(
            """
            <details><summary>Masks</summary>
            <table><thead><tr><th>Mask%s<th>Score<th>Stability<th>Area<th>Box</tr></thead><tbody>
            """
                .formatted(labelled ? "<th class=\"label\">Label<th>Found" : ""));
    boolean links = job.formats().contains(PngFormat.ID);
    for (int i = 0; i < Math.min(MOST_ROWS, masks.size()); i++) {
      String number =
          links
              ? "<a href=\"%s\">%d</a>".formatted(Html.link(PngFormat.mask(picture.name(), i)), i)
              : Integer.toString(i);
      html.append(row(MaskColours.css(i), number, masks.get(i), labelled));
    }
    html.append("</tbody></table>\n");
    if (masks.size() > MOST_ROWS) {
      String where = job.formats().contains(JsonFormat.ID) ? " in the JSON" : "";
      html.append("<p>and %d more%s</p>%n".formatted(masks.size() - MOST_ROWS, where));
    }
    return html.append("</details>\n").toString();
  }

  private static String row(String colour, String number, Mask mask, boolean labelled) {
    Box box = mask.box();
    return String.format(
        Locale.ROOT,
        "<tr><td><i style=\"background:%s\"></i>%s%s<td>%.3f<td>%.3f<td>%d"
            + "<td>%.0f, %.0f, %.0f × %.0f</tr>\n",
        colour,
        number,
        labelled ? found(mask.detection()) : "",
        mask.score(),
        mask.stability(),
        mask.area(),
        box.x0(),
        box.y0(),
        box.width(),
        box.height());
  }

  /** The cells of what was found by a text, beside others that were not. */
  private static String found(@Nullable Detection detection) {
    return detection == null
        ? "<td><td>"
        : String.format(
            Locale.ROOT,
            "<td class=\"label\">%s<td>%.3f",
            Html.text(detection.label()),
            detection.score());
  }
}
