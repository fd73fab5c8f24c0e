package io.github.sam4j.cli.segment;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to segment. Without any of these options: everything. */
final class PromptOptions {
  @Option(
      names = "--point",
      paramLabel = "X,Y[,0]",
      converter = PromptOptions.Click.class,
      description =
          "A click, in pixels; ',0' makes it background. All clicks (and --box) are one prompt.")
  private List<LabelledPoint> points = new ArrayList<>();

  @Option(
      names = "--box",
      paramLabel = "X0,Y0,X1,Y1",
      converter = PromptOptions.Corners.class,
      description = "A box around an object, in pixels. Several boxes are a prompt each.")
  private List<Box> boxes = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "WORDS",
      description =
          "Every object that these words name, such as 'a dog'; needs --text-model. Several texts"
              + " compete for an object. --box keeps what lies in it, --point what covers it.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description =
          "Every object that looks like the one in this picture, which is cut out closely; needs"
              + " --text-model.")
  private @Nullable Path example;

  @Option(
      names = "--text-threshold",
      paramLabel = "SCORE",
      description =
          "Leave out what the text model is less sure of, 0 to 1. Default: 0.1, with --like 0.6")
  private @Nullable Double textThreshold;

  @Option(
      names = "--text-max",
      paramLabel = "N",
      description = "The most objects that texts or an example find in a picture. Default: 100")
  private @Nullable Integer textMax;

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description =
          "JSON: {\"picture.png\": [{\"points\": [[x,y,1], ...], \"box\": [x0,y0,x1,y1],"
              + " \"texts\": [\"a dog\", ...]}, ...]}")
  private @Nullable Path file;

  /**
   * The prompts of each picture.
   *
   * @throws IllegalArgumentException if the options contradict one another or the file is wrong
   */
  PromptSource source() throws IOException {
    if (file != null) {
      if (!points.isEmpty() || !boxes.isEmpty() || !texts.isEmpty() || example != null) {
        throw new IllegalArgumentException(
            "--prompts says everything: it cannot be combined with --point, --box, --text or"
                + " --like");
      }
      return new PromptSource.FromFile(PromptFile.read(file));
    }
    if (example != null) {
      if (!points.isEmpty() || !boxes.isEmpty() || !texts.isEmpty()) {
        throw new IllegalArgumentException(
            "--like says everything: it cannot be combined with --point, --box or --text");
      }
      return new PromptSource.Same(List.of(Prompt.like(SamImage.read(example))));
    }
    if (boxes.size() > 1 && !texts.isEmpty()) {
      throw new IllegalArgumentException(
          "--text is narrowed by one box, found %d times --box; use --prompts"
              .formatted(boxes.size()));
    }
    if (boxes.size() > 1 && !points.isEmpty()) {
      throw new IllegalArgumentException(
          "--point with %d times --box does not say which box a point belongs to; use --prompts"
              .formatted(boxes.size()));
    }
    if (boxes.size() > 1) {
      return new PromptSource.Same(boxes.stream().<Prompt>map(Prompt::box).toList());
    }
    Box box = boxes.isEmpty() ? null : boxes.get(0);
    SpatialPrompt prompt = new SpatialPrompt(points, box, null);
    if (!texts.isEmpty()) {
      return new PromptSource.Same(List.of(new TextPrompt(texts, prompt)));
    }
    return prompt.isEmpty()
        ? new PromptSource.Everything()
        : new PromptSource.Same(List.of(prompt));
  }

  /**
   * How many objects texts or examples may find: what the options say, and these defaults where
   * they say nothing.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  GroundingOptions grounding(GroundingOptions defaults) {
    if (textThreshold != null && !(textThreshold >= 0 && textThreshold <= 1)) {
      throw new IllegalArgumentException(
          "--text-threshold must be in [0, 1], found " + textThreshold);
    }
    if (textMax != null && textMax < 1) {
      throw new IllegalArgumentException("--text-max must be at least 1, found " + textMax);
    }
    GroundingOptions options =
        textThreshold == null ? defaults : defaults.withScoreThreshold(textThreshold);
    return textMax == null ? options : options.withMaximumCount(textMax);
  }

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
