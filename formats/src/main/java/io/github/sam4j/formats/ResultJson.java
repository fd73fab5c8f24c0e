package io.github.sam4j.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.Rle;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A picture's masks as JSON. Boxes are [x, y, width, height] in pixels and a mask's bits COCO's
 * compressed run lengths, as segment-anything writes them; a prompt's box keeps its corners. A mask
 * that a text or an example found has its "label" and the detector's "detection_score".
 */
public final class ResultJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ResultJson() {}

  /** Writes the object; the stream stays open. */
  public static void write(OutputStream out, SegmentedPicture picture, String model)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      ImageSize size = picture.image().size();
      json.writeStartObject();
      json.writeObjectFieldStart("image");
      json.writeStringField("file", slashes(picture.source()));
      json.writeNumberField("width", size.width());
      json.writeNumberField("height", size.height());
      json.writeEndObject();
      json.writeStringField("model", model);
      json.writeArrayFieldStart("masks");
      for (int i = 0; i < picture.masks().size(); i++) {
        writeMask(json, i, ResultFiles.mask(picture.name(), i), picture.masks().get(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeMask(JsonGenerator json, int number, String file, Mask mask)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", number);
    json.writeStringField("file", file);
    Detection detection = mask.detection();
    if (detection != null) {
      json.writeStringField("label", detection.label());
      json.writeNumberField("detection_score", (float) detection.score());
    }
    json.writeNumberField("score", (float) mask.score());
    json.writeNumberField("stability", (float) mask.stability());
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
