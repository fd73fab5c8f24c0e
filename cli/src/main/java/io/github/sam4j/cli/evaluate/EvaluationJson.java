package io.github.sam4j.cli.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.sam4j.ModelInfo;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * An evaluation as JSON: the models, mean IoUs of sets and overall, and the IoUs of each object;
 * and what passes over everything found, where they were asked for. IoUs are those of the models in
 * their order and of the baselines, named as in the table; boxes are the first and last column and
 * row.
 */
final class EvaluationJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;
  private final List<? extends Contestant> contestants;
  private final EverythingJson everything;

  private EvaluationJson(JsonGenerator json, List<? extends Contestant> contestants) {
    this.json = json;
    this.contestants = contestants;
    this.everything = new EverythingJson(json, contestants);
  }

  /** Writes the object; the stream stays open. */
  static void write(
      OutputStream out, Evaluation evaluation, List<? extends Contestant> contestants, int threads)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new EvaluationJson(json, contestants).write(evaluation, threads);
    }
  }

  private void write(Evaluation evaluation, int threads) throws IOException {
    json.writeStartObject();
    json.writeNumberField("threads", threads);
    json.writeNumberField("failed_pictures", evaluation.failed());
    json.writeArrayFieldStart("models");
    for (Contestant contestant : contestants) {
      if (contestant instanceof ModelContestant model) {
        writeModel(model);
      }
    }
    json.writeEndArray();
    json.writeObjectFieldStart("mean_over_sets");
    writeMeans(evaluation.pictures(), evaluation.masks(), evaluation::means);
    json.writeEndObject();
    if (everything.any()) {
      everything.writeAll(evaluation);
    }
    json.writeArrayFieldStart("sets");
    for (SetScores set : evaluation.sets()) {
      json.writeStartObject();
      json.writeStringField("name", set.name());
      writeMeans(set.pictures(), set.objects().size(), set::means);
      if (everything.any()) {
        everything.writeSet(set);
      }
      json.writeArrayFieldStart("objects");
      for (ScoredObject object : set.objects()) {
        writeObject(object);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeModel(ModelContestant model) throws IOException {
    ModelInfo info = model.info();
    json.writeStartObject();
    json.writeStringField("model", model.model());
    json.writeStringField("family", info.family());
    json.writeNumberField("input_size", info.inputSize());
    json.writeStringField("engine", info.engine());
    json.writeStringField("precision", info.precision().name());
    json.writeStringField("fingerprint", info.fingerprint());
    double millis = model.medianEncoderMillis();
    if (Double.isNaN(millis)) {
      json.writeNullField("encoder_ms_median");
    } else {
      json.writeNumberField("encoder_ms_median", millis);
    }
    if (everything.any()) {
      everything.writeSettings(model);
    }
    json.writeEndObject();
  }

  private void writeMeans(long pictures, int masks, IntFunction<List<Double>> means)
      throws IOException {
    json.writeNumberField("pictures", pictures);
    json.writeNumberField("masks", masks);
    writeIous("mean_iou", means);
  }

  private void writeObject(ScoredObject object) throws IOException {
    ObjectPrompt prompt = object.prompt();
    Box box = prompt.box();
    PixelPoint click = prompt.click();
    json.writeStartObject();
    json.writeStringField("picture", object.picture());
    json.writeStringField("map", prompt.map());
    json.writeNumberField("id", prompt.id());
    writePixels("box", box.x0(), box.y0(), box.x1(), box.y1());
    writePixels("click", click.x(), click.y());
    writeIous("iou", object.ious()::get);
    json.writeEndObject();
  }

  private void writePixels(String field, double... coordinates) throws IOException {
    json.writeArrayFieldStart(field);
    for (double coordinate : coordinates) {
      json.writeNumber((int) coordinate);
    }
    json.writeEndArray();
  }

  private void writeIous(String field, IntFunction<List<Double>> ious) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeArrayFieldStart("models");
    for (int i = 0; i < contestants.size(); i++) {
      if (contestants.get(i) instanceof ModelContestant) {
        json.writeStartObject();
        writeColumns(i, ious.apply(i));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeObjectFieldStart("baselines");
    for (int i = 0; i < contestants.size(); i++) {
      if (contestants.get(i) instanceof Baselines) {
        writeColumns(i, ious.apply(i));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeColumns(int contestant, List<Double> values) throws IOException {
    List<String> columns = contestants.get(contestant).columns();
    for (int i = 0; i < values.size(); i++) {
      String name = columns.get(i).toLowerCase(Locale.ROOT).replace(' ', '_');
      json.writeNumberField(name, values.get(i));
    }
  }
}
