package io.github.sam4j.formats.image;

import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Paints masks over their picture, the largest first, and the prompts and labels on top. */
public final class OverlayPainter {
  private static final float OPACITY = 0.45f;
  private static final Color FOREGROUND = new Color(0x2fd35b);
  private static final Color BACKGROUND = new Color(0xf0303c);
  private static final Color EDGE = new Color(0, 0, 0, 150);

  private OverlayPainter() {}

  /** A new picture of the same size; the given one stays as it is. */
  public static BufferedImage paint(BufferedImage picture, List<Mask> masks, boolean withPrompts) {
    BufferedImage overlay =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = overlay.createGraphics();
    try {
      g.drawImage(picture, 0, 0, null);
      float unit = Math.max(picture.getWidth(), picture.getHeight()) / 1000f;
      paintMasks(g, masks, Math.max(1.5f, 2 * unit));
      if (withPrompts) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        masks.stream()
            .map(Mask::prompt)
            .distinct()
            .forEach(prompt -> paintPrompt(g, prompt, Math.max(1, unit)));
      }
      LabelPainter.paint(g, masks, picture.getWidth(), picture.getHeight());
    } finally {
      g.dispose();
    }
    return overlay;
  }

  private static void paintMasks(Graphics2D g, List<Mask> masks, float line) {
    List<Shape> shapes = masks.stream().map(mask -> mask.bits().toShape()).toList();
    int[] largestFirst =
        IntStream.range(0, masks.size())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> masks.get(i).area()).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, OPACITY));
    for (int i : largestFirst) {
      g.setColor(MaskColours.of(i));
      g.fill(shapes.get(i));
    }
    g.setComposite(AlphaComposite.SrcOver);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setStroke(new BasicStroke(line, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (int i : largestFirst) {
      g.setColor(MaskColours.of(i));
      g.draw(shapes.get(i));
    }
  }

  private static void paintPrompt(Graphics2D g, SpatialPrompt prompt, float unit) {
    Box box = prompt.box();
    if (box != null) {
      Shape shape = new Rectangle2D.Double(box.x0(), box.y0(), box.width(), box.height());
      stroke(g, shape, EDGE, 5 * unit);
      stroke(g, shape, FOREGROUND, 2.5f * unit);
    }
    for (LabelledPoint point : prompt.points()) {
      // A click is on a pixel, whose middle is half a pixel further.
      double x = point.place().x() + 0.5;
      double y = point.place().y() + 0.5;
      double r = 6 * unit;
      Shape dot = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
      g.setColor(point.foreground() ? FOREGROUND : BACKGROUND);
      g.fill(dot);
      stroke(g, dot, EDGE, 4 * unit);
      stroke(g, dot, Color.WHITE, 2 * unit);
    }
  }

  private static void stroke(Graphics2D g, Shape shape, Color colour, float width) {
    g.setColor(colour);
    g.setStroke(new BasicStroke(width));
    g.draw(shape);
  }
}
