package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.parameters.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no shape tells of a Hiera: from transformers' {@code config.json}, or from a table of the
 * published models.
 *
 * @param inputSize S, in pixels
 * @param heads of each stage
 * @param windows of each stage
 * @param globalBlocks numbers of the blocks that attend globally
 */
record HieraLayout(
    int inputSize, List<Integer> heads, List<Integer> windows, Set<Integer> globalBlocks) {
  private static final int INPUT_SIZE = 1024;

  /** A published model, told by its width and its stages' depths. */
  private record Published(int dim, List<Integer> depths, HieraLayout layout) {}

  private static final List<Published> PUBLISHED =
      List.of(
          published(96, List.of(1, 2, 7, 2), 1, List.of(8, 4, 14, 7), Set.of(5, 7, 9)),
          published(96, List.of(1, 2, 11, 2), 1, List.of(8, 4, 14, 7), Set.of(7, 10, 13)),
          published(112, List.of(2, 3, 16, 3), 2, List.of(8, 4, 14, 7), Set.of(12, 16, 20)),
          published(144, List.of(2, 6, 36, 4), 2, List.of(8, 4, 16, 8), Set.of(23, 33, 43)));

  private static Published published(
      int dim, List<Integer> depths, int heads, List<Integer> windows, Set<Integer> global) {
    List<Integer> perStage = List.of(heads, 2 * heads, 4 * heads, 8 * heads);
    return new Published(dim, depths, new HieraLayout(INPUT_SIZE, perStage, windows, global));
  }

  /**
   * A model's.
   *
   * @param dim width of the first stage
   * @param depths of the stages
   * @throws WeightsFormatException if the configuration does not fit the file, or there is none and
   *     it is no published model
   */
  static HieraLayout of(String source, int dim, List<Integer> depths, @Nullable JsonObject config) {
    if (config != null && config.object("vision_config") != null) {
      return configured(config, depths.size());
    }
    return PUBLISHED.stream()
        .filter(model -> model.dim == dim && model.depths.equals(depths))
        .findFirst()
        .map(Published::layout)
        .orElseThrow(
            () ->
                WeightsFormatException.file(
                    source,
                    "a published SAM 2, or a config.json beside it that tells heads, windows and"
                        + " global blocks",
                    "a Hiera %d wide with stages of %s blocks".formatted(dim, depths)));
  }

  private static HieraLayout configured(JsonObject config, int stages) {
    JsonObject vision = config.requiredObject("vision_config");
    JsonObject trunk = vision.requiredObject("backbone_config");
    return new HieraLayout(
        inputSize(config, trunk),
        integers(trunk, "num_attention_heads_per_stage", stages),
        integers(trunk, "window_size_per_stage", stages),
        Set.copyOf(integers(trunk, "global_attention_blocks", ParameterLayout.ANY)));
  }

  private static int inputSize(JsonObject config, JsonObject trunk) {
    Long whole = config.integer("image_size");
    if (whole == null && trunk.members().get("image_size") instanceof List<?> sides) {
      whole = sides.get(0) instanceof Long side ? side : null;
    }
    if (whole == null) {
      JsonObject prompts = config.object("prompt_encoder_config");
      whole = prompts == null ? null : prompts.integer("image_size");
    }
    long size = whole == null ? INPUT_SIZE : whole;
    if (size < 1 || size > ParameterLayout.MAX_INPUT_SIZE) {
      throw WeightsFormatException.file(
          config.place(),
          "an image_size of 1 to " + ParameterLayout.MAX_INPUT_SIZE,
          String.valueOf(size));
    }
    return (int) size;
  }

  /** A list of small whole numbers. */
  private static List<Integer> integers(JsonObject object, String name, int count) {
    List<Integer> numbers = new ArrayList<>();
    for (Object item : object.list(name)) {
      if (item instanceof Long number && number >= 0 && number < ParameterLayout.MAX_INPUT_SIZE) {
        numbers.add(number.intValue());
      }
    }
    boolean whole = numbers.size() == object.list(name).size();
    if (!whole || (count != ParameterLayout.ANY && numbers.size() != count)) {
      throw WeightsFormatException.file(
          object.place(),
          "a list '%s' of %s whole numbers"
              .formatted(name, count == ParameterLayout.ANY ? "" : String.valueOf(count)),
          String.valueOf(object.list(name)));
    }
    return numbers;
  }
}
