package io.github.sam4j.cli.evaluate;

import io.github.sam4j.cli.console.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Means as a table: a row for each set, a column for each question to some contestants. */
final class EvaluationTable {
  private static final String NOTHING = "-";

  private EvaluationTable() {}

  /**
   * The lines.
   *
   * @param contestants those that were evaluated
   * @param shown which of them, by their places
   */
  static List<String> lines(
      Evaluation evaluation, List<? extends Contestant> contestants, List<Integer> shown) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("SET", "PICTURES", "MASKS"));
    for (int i : shown) {
      header.addAll(contestants.get(i).columns());
    }
    rows.add(header);
    for (SetScores set : evaluation.sets()) {
      List<List<Double>> means = shown.stream().map(set::means).toList();
      rows.add(row(header, set.name(), set.pictures(), set.objects().size(), means));
    }
    List<List<Double>> means = shown.stream().map(evaluation::means).toList();
    rows.add(row(header, "mean over sets", evaluation.pictures(), evaluation.masks(), means));
    return Columns.lines(rows);
  }

  private static List<String> row(
      List<String> header, String name, long pictures, int masks, List<List<Double>> means) {
    List<String> row =
        new ArrayList<>(List.of(name, Long.toString(pictures), Integer.toString(masks)));
    for (List<Double> ofOne : means) {
      ofOne.forEach(mean -> row.add(String.format(Locale.ROOT, "%.3f", mean)));
    }
    while (row.size() < header.size()) {
      row.add(NOTHING);
    }
    return row;
  }
}
