package io.github.sam4j.cli.evaluate;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ModelInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to segment everything.
 *
 * @param key what it is called in JSON
 * @param title what it is called in the table
 * @param options how it is done
 */
record EverythingPass(String key, String title, EverythingOptions options) {
  /** Where neither the user nor the model says how many masks to choose. */
  private static final int SELECT = 40;

  /**
   * Once with the model's thresholds, once choosing.
   *
   * @param select how many masks to choose; null for the model's own number, else 40
   */
  static List<EverythingPass> of(ModelInfo model, @Nullable Integer select) {
    int own = model.recommended().select().orElse(0);
    int count = select != null ? select : own > 0 ? own : SELECT;
    EverythingOptions defaults = EverythingOptions.defaults();
    return List.of(
        new EverythingPass("thresholds", "thresholds", defaults.withSelect(0)),
        new EverythingPass("select", "select " + count, defaults.withSelect(count)));
  }
}
