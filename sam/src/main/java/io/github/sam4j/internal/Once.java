package io.github.sam4j.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value computed by whoever asks first, while others who ask wait. */
final class Once<T> {
  private @Nullable T value;

  synchronized T get(Supplier<T> compute) {
    T found = value;
    if (found == null) {
      found = compute.get();
      value = found;
    }
    return found;
  }
}
