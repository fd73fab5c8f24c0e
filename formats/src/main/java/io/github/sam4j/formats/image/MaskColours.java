package io.github.sam4j.formats.image;

import java.awt.Color;

/** A colour for each mask, as different from its neighbours' as can be. */
public final class MaskColours {
  // The golden angle as a part of the circle: no two of the first many hues come close.
  private static final double STEP = 0.381966011250105;
  private static final double START = 0.58;

  private MaskColours() {}

  /** The colour of the mask of that number. */
  public static Color of(int number) {
    float hue = (float) ((START + number * STEP) % 1);
    float brightness = number % 2 == 0 ? 1f : 0.85f;
    return Color.getHSBColor(hue, 0.8f, brightness);
  }

  /** As CSS writes it. */
  public static String css(int number) {
    return "#%06x".formatted(of(number).getRGB() & 0xffffff);
  }
}
