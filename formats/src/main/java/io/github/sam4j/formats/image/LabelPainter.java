package io.github.sam4j.formats.image;

import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a text found at its mask's box: the text and the detector's score. */
final class LabelPainter {
  private static final Logger LOG = LoggerFactory.getLogger(LabelPainter.class);
  private static final int MOST_CHARACTERS = 40;
  private static final double BRIGHT = 140;

  private LabelPainter() {}

  /** Labels of the masks that have one, the first mask's on top, inside the picture. */
  static void paint(Graphics2D g, List<Mask> masks, int width, int height) {
    if (masks.stream().allMatch(mask -> mask.detection() == null)) {
      return;
    }
    try {
      float size = Math.max(12, 0.018f * Math.max(width, height));
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(size));
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      for (int i = masks.size() - 1; i >= 0; i--) {
        Detection detection = masks.get(i).detection();
        if (detection != null) {
          paint(g, text(detection), masks.get(i).box(), MaskColours.of(i), width, height);
        }
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What Java throws where there is no font at all, as in a small container, varies.
      LOG.warn("no labels in the overlay, for text cannot be drawn here: {}", e.toString());
    }
  }

  private static void paint(
      Graphics2D g, String text, Box box, Color colour, int width, int height) {
    FontMetrics metrics = g.getFontMetrics();
    int margin = metrics.getDescent() + 1;
    int w = metrics.stringWidth(text) + 2 * margin;
    int h = metrics.getHeight();
    // On top of the box, or in it where the picture ends.
    double above = box.y0() >= h ? box.y0() - h : box.y0();
    double x = Math.max(0, Math.min(box.x0(), width - w));
    double y = Math.max(0, Math.min(above, height - h));
    g.setColor(colour);
    g.fill(new Rectangle2D.Double(x, y, w, h));
    g.setColor(isBright(colour) ? Color.BLACK : Color.WHITE);
    g.drawString(text, (float) x + margin, (float) y + metrics.getAscent());
  }

  private static String text(Detection detection) {
    String label = detection.label().strip().replaceAll("\\p{Cntrl}", " ");
    if (label.codePointCount(0, label.length()) > MOST_CHARACTERS) {
      label = label.substring(0, label.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }
    return String.format(Locale.ROOT, "%s %.2f", label, detection.score());
  }

  private static boolean isBright(Color colour) {
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue() > BRIGHT;
  }
}
