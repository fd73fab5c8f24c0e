package io.github.sam4j.formats;

import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of a picture's masks. */
final class GalleryTable {
  // A page over a thousand pictures must still open; the JSON has all masks.
  private static final int MOST_ROWS = 200;

  private GalleryTable() {}

  static String of(SegmentedPicture picture) {
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
    for (int i = 0; i < Math.min(MOST_ROWS, masks.size()); i++) {
      html.append(row(picture.name(), i, masks.get(i), labelled));
    }
    html.append("</tbody></table>\n");
    if (masks.size() > MOST_ROWS) {
      html.append("<p>and %d more in the JSON</p>%n".formatted(masks.size() - MOST_ROWS));
    }
    return html.append("</details>\n").toString();
  }

  private static String row(String name, int number, Mask mask, boolean labelled) {
    Box box = mask.box();
    return String.format(
        Locale.ROOT,
        "<tr><td><i style=\"background:%s\"></i><a href=\"%s\">%d</a>%s<td>%.3f<td>%.3f<td>%d"
            + "<td>%.0f, %.0f, %.0f × %.0f</tr>\n",
        MaskColours.css(number),
        Html.link(ResultFiles.mask(name, number)),
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
