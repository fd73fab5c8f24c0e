package io.github.sam4j.cli.evaluate;

import io.github.sam4j.cli.console.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Means as a table: a row for each set, a column for each question to some contestants, and two for
 * each of their passes over everything: the part of the objects that is found, and how many masks a
 * picture has.
 */
final class EvaluationTable {
  private static final String NOTHING = "-";

  private final List<? extends Contestant> contestants;
  private final List<Integer> shown;

  private EvaluationTable(List<? extends Contestant> contestants, List<Integer> shown) {
    this.contestants = contestants;
    this.shown = shown;
  }

  /**
   * The lines.
   *
   * @param contestants those that were evaluated
   * @param shown which of them, by their places
   */
  static List<String> lines(
      Evaluation evaluation, List<? extends Contestant> contestants, List<Integer> shown) {
    EvaluationTable table = new EvaluationTable(contestants, shown);
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.header());
    for (SetScores set : evaluation.sets()) {
      List<String> row = start(set.name(), set.pictures(), set.objects().size());
      row.addAll(table.figures(set::means, set::everythingMeans));
      rows.add(row);
    }
    List<String> row = start("mean over sets", evaluation.pictures(), evaluation.masks());
    row.addAll(table.figures(evaluation::means, evaluation::everythingMeans));
    rows.add(row);
    return Columns.lines(rows);
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("SET", "PICTURES", "MASKS"));
    for (int i : shown) {
      header.addAll(contestants.get(i).columns());
      for (EverythingPass pass : contestants.get(i).passes()) {
        header.add(pass.title() + " found");
        header.add("masks");
      }
    }
    return header;
  }

  private static List<String> start(String name, long pictures, int masks) {
    return new ArrayList<>(List.of(name, Long.toString(pictures), Integer.toString(masks)));
  }

  private List<String> figures(
      IntFunction<List<Double>> means, IntFunction<List<Double>> everythingMeans) {
    List<String> cells = new ArrayList<>();
    for (int i : shown) {
      List<Double> ious = means.apply(i);
      for (int k = 0; k < contestants.get(i).columns().size(); k++) {
        cells.add(cell(ious, k, "%.3f"));
      }
      List<Double> everything = everythingMeans.apply(i);
      for (int k = 0; k < 2 * contestants.get(i).passes().size(); k++) {
        cells.add(cell(everything, k, k % 2 == 0 ? "%.3f" : "%.1f"));
      }
    }
    return cells;
  }

  private static String cell(List<Double> values, int place, String format) {
    return values.isEmpty() ? NOTHING : String.format(Locale.ROOT, format, values.get(place));
  }
}
