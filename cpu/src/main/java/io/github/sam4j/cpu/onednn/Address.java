package io.github.sam4j.cpu.onednn;

import org.bytedeco.javacpp.Pointer;

/** A pointer that can be moved, so that naming an address allocates nothing. */
public final class Address extends Pointer {
  Address() {
    super((Pointer) null);
  }

  @SuppressWarnings("CanIgnoreReturnValueSuggester")
  Address to(long newAddress) {
    address = newAddress;
    return this;
  }
}
