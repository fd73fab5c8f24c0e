package io.github.sam4j.cli.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/** What passes over everything found, as JSON: for each model and pass found and masks. */
final class EverythingJson {
  private final JsonGenerator json;
  private final List<? extends Contestant> contestants;

  EverythingJson(JsonGenerator json, List<? extends Contestant> contestants) {
    this.json = json;
    this.contestants = contestants;
  }

  /** Whether there are any passes, and so anything to write. */
  boolean any() {
    return contestants.stream().anyMatch(contestant -> !contestant.passes().isEmpty());
  }

  /** How a model segmented everything: a field of its object. */
  void writeSettings(Contestant model) throws IOException {
    json.writeObjectFieldStart("everything");
    for (EverythingPass pass : model.passes()) {
      Integer select = pass.options().select();
      json.writeObjectFieldStart(pass.key());
      json.writeNumberField("points_per_side", pass.options().pointsPerSide());
      json.writeNumberField("select", select == null ? 0 : select);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** A set's means and its pictures' figures: a field of its object. */
  void writeSet(SetScores set) throws IOException {
    json.writeObjectFieldStart("everything");
    writeMeans(set.everything().size(), set::everythingMeans);
    json.writeArrayFieldStart("each_picture");
    for (ScoredPicture picture : set.everything()) {
      json.writeStartObject();
      json.writeStringField("picture", picture.picture());
      writeModels(picture::figures);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The means over all pictures: a field of the whole. */
  void writeAll(Evaluation evaluation) throws IOException {
    json.writeObjectFieldStart("everything_mean_over_pictures");
    int pictures = evaluation.sets().stream().mapToInt(set -> set.everything().size()).sum();
    writeMeans(pictures, evaluation::everythingMeans);
    json.writeEndObject();
  }

  private void writeMeans(int pictures, IntFunction<List<Double>> means) throws IOException {
    json.writeNumberField("pictures", pictures);
    writeModels(means);
  }

  private void writeModels(IntFunction<List<Double>> figures) throws IOException {
    json.writeArrayFieldStart("models");
    for (int i = 0; i < contestants.size(); i++) {
      if (contestants.get(i) instanceof ModelContestant model) {
        json.writeStartObject();
        writePasses(model.passes(), figures.apply(i));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writePasses(List<EverythingPass> passes, List<Double> figures) throws IOException {
    for (int k = 0; 2 * k < figures.size(); k++) {
      json.writeObjectFieldStart(passes.get(k).key());
      json.writeNumberField("found", figures.get(2 * k));
      json.writeNumberField("masks", figures.get(2 * k + 1));
      json.writeEndObject();
    }
  }
}
