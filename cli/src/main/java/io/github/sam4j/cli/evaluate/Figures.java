package io.github.sam4j.cli.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Means and medians. */
final class Figures {
  private Figures() {}

  /** Of each column over the rows; empty without any. */
  static List<Double> means(List<List<Double>> rows) {
    List<Double> means = new ArrayList<>();
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    for (int i = 0; i < columns; i++) {
      int column = i;
      means.add(rows.stream().mapToDouble(row -> row.get(column)).sum() / rows.size());
    }
    return means;
  }

  /** The middle one, or the mean of both; NaN without any. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
