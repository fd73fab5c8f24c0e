package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says besides its tensors.
 *
 * @param source what messages call the checkpoint
 * @param values text that its author put into the file
 * @param config Hugging Face's {@code config.json}, or null
 */
public record ModelMetadata(
    String source, Map<String, String> values, @Nullable JsonObject config) {
  /** Copies the table. */
  public ModelMetadata {
    values = Map.copyOf(values);
  }

  /**
   * What a checkpoint says.
   *
   * @throws WeightsFormatException if its configuration is no JSON object
   * @throws IOException if that cannot be read
   */
  public static ModelMetadata of(Checkpoint checkpoint) throws IOException {
    return new ModelMetadata(
        checkpoint.source(), checkpoint.metadata(), checkpoint.config().orElse(null));
  }

  /** With what a file does not say, or says otherwise. */
  public ModelMetadata with(Map<String, String> stated) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(stated);
    return new ModelMetadata(source, all, config);
  }

  /**
   * A whole number, if it is there.
   *
   * @throws WeightsFormatException if it is no number
   */
  public OptionalInt integer(String key) {
    Optional<Integer> value = number(key, Integer::valueOf);
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }

  /**
   * A number, if it is there.
   *
   * @throws WeightsFormatException if it is none
   */
  public OptionalDouble number(String key) {
    Optional<Double> value = number(key, Double::valueOf);
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  private <T> Optional<T> number(String key, Function<String, T> parse) {
    String value = values.get(key);
    try {
      return Optional.ofNullable(value).map(parse);
    } catch (NumberFormatException e) {
      throw new WeightsFormatException(
          source + ": metadata '" + key + "': expected a number, found " + value, e);
    }
  }
}
