package io.github.sam4j.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table as lines of text. */
public final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /** A line for each row, its cells padded to the width of their columns but for the last. */
  public static List<String> lines(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      int last = row.size() - 1;
      for (int i = 0; i < last; i++) {
        int column = i;
        int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length())).append(GAP);
      }
      lines.add(line.append(row.get(last)).toString());
    }
    return lines;
  }
}
