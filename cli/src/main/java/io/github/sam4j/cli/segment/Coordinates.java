package io.github.sam4j.cli.segment;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.prompt.LabelledPoint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads clicks and boxes as they are written on the command line. */
final class Coordinates {
  private Coordinates() {}

  /** {@code x,y} or {@code x,y,1} is a click on the object, {@code x,y,0} one beside it. */
  static final class Click implements ITypeConverter<LabelledPoint> {
    @Override
    public LabelledPoint convert(String text) {
      double[] v = numbers(text, "x,y or x,y,0");
      if (v.length != 2 && v.length != 3) {
        throw wrong("x,y or x,y,0", text);
      }
      if (v.length == 3 && v[2] != 0 && v[2] != 1) {
        throw new TypeConversionException(
            "a point's label is 1 (object) or 0 (background), found '" + text + "'");
      }
      return new LabelledPoint(new PixelPoint(v[0], v[1]), v.length == 2 || v[2] == 1);
    }
  }

  /** {@code x0,y0,x1,y1}. */
  static final class Corners implements ITypeConverter<Box> {
    @Override
    public Box convert(String text) {
      double[] v = numbers(text, "x0,y0,x1,y1");
      if (v.length != 4) {
        throw wrong("x0,y0,x1,y1", text);
      }
      try {
        return new Box(v[0], v[1], v[2], v[3]);
      } catch (IllegalArgumentException e) {
        throw typed(e);
      }
    }
  }

  private static double[] numbers(String text, String form) {
    String[] parts = text.split(",", -1);
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        values[i] = Double.parseDouble(parts[i].trim());
      } catch (NumberFormatException e) {
        throw wrong(form, text);
      }
      if (!Double.isFinite(values[i])) {
        throw wrong(form, text);
      }
    }
    return values;
  }

  private static TypeConversionException wrong(String form, String text) {
    return new TypeConversionException("expected " + form + " in pixels, found '" + text + "'");
  }

  private static TypeConversionException typed(IllegalArgumentException e) {
    return new TypeConversionException(String.valueOf(e.getMessage()));
  }
}
