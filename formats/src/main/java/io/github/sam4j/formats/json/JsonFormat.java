package io.github.sam4j.formats.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.core.mask.Rle;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentedPicture;
import io.github.sam4j.formats.png.PngFormat;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture's masks as JSON, {@code NAME.json}. Boxes are [x, y, width, height] in pixels and a
 * mask's bits COCO's compressed run lengths, as segment-anything writes them; a prompt's box keeps
 * its corners. A mask that a text or an example found has its "label" and the detector's
 * "detection_score", one of a model that tells how surely there is an object its "object_score" (a
 * logit); a mask that is a PNG picture as well has its "file".
 *
 * <p>Written last: where a picture's JSON is, its other results are.
 */
public final class JsonFormat implements MaskFormat {
  /** What it is asked for by. */
  public static final String ID = "json";

  private static final JsonFactory JSON = new JsonFactory();

  /** The file of a picture, relative to the job's folder. */
  public static String file(String name) {
    return name + ".json";
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "NAME.json (COCO run lengths, score, stability, area, box and prompt of each mask)";
  }

  @Override
  public boolean completes() {
    return true;
  }

  @Override
  public Sink open(Path folder, JobInfo job) {
    return new Sink() {
      @Override
      public void begin(Picture picture) throws IOException {
        Files.deleteIfExists(folder.resolve(file(picture.name())));
      }

      @Override
      public void write(SegmentedPicture picture) throws IOException {
        Path file = folder.resolve(file(picture.name()));
        AtomicFile.write(file, out -> JsonFormat.write(out, picture, job));
      }
    };
  }

  /** Writes a picture's object; the stream stays open. */
  public static void write(OutputStream out, SegmentedPicture picture, JobInfo job)
      throws IOException {
    boolean withFiles = job.formats().contains(PngFormat.ID);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      ImageSize size = picture.image().size();
      json.writeStartObject();
      json.writeObjectFieldStart("image");
      json.writeStringField("file", slashes(picture.picture().file()));
      json.writeNumberField("width", size.width());
      json.writeNumberField("height", size.height());
      json.writeEndObject();
      json.writeStringField("model", job.model().describe());
      json.writeArrayFieldStart("masks");
      for (int i = 0; i < picture.masks().size(); i++) {
        json.writeStartObject();
        json.writeNumberField("id", i);
        if (withFiles) {
          json.writeStringField("file", PngFormat.mask(picture.name(), i));
        }
        writeMask(json, picture.masks().get(i));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeMask(JsonGenerator json, Mask mask) throws IOException {
    Detection detection = mask.detection();
    if (detection != null) {
      json.writeStringField("label", detection.label());
      json.writeNumberField("detection_score", (float) detection.score());
    }
    json.writeNumberField("score", (float) mask.score());
    json.writeNumberField("stability", (float) mask.stability());
    if (mask.objectScore().isPresent()) {
      json.writeNumberField("object_score", (float) mask.objectScore().getAsDouble());
    }
    json.writeNumberField("area", mask.area());
    writeBox(json, "bbox", mask.box());
    json.writeObjectFieldStart("prompt");
    writePrompt(json, mask.prompt());
    json.writeEndObject();
    writeBox(json, "crop_box", mask.crop());
    json.writeObjectFieldStart("segmentation");
    ImageSize size = mask.bits().size();
    writeNumbers(json, "size", size.height(), size.width());
    json.writeStringField("counts", Rle.of(mask.bits()).toCocoString());
    json.writeEndObject();
  }

  private static void writePrompt(JsonGenerator json, SpatialPrompt prompt) throws IOException {
    json.writeArrayFieldStart("points");
    for (LabelledPoint point : prompt.points()) {
      json.writeStartArray();
      writeNumber(json, point.place().x());
      writeNumber(json, point.place().y());
      json.writeNumber(point.foreground() ? 1 : 0);
      json.writeEndArray();
    }
    json.writeEndArray();
    Box box = prompt.box();
    if (box == null) {
      json.writeNullField("box");
    } else {
      writeNumbers(json, "box", box.x0(), box.y0(), box.x1(), box.y1());
    }
  }

  private static void writeBox(JsonGenerator json, String field, Box box) throws IOException {
    writeNumbers(json, field, box.x0(), box.y0(), box.width(), box.height());
  }

  private static void writeNumbers(JsonGenerator json, String field, double... values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (double value : values) {
      writeNumber(json, value);
    }
    json.writeEndArray();
  }

  /** Whole pixels without a fraction. */
  private static void writeNumber(JsonGenerator json, double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
