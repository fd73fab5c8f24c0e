package io.github.sam4j.core.tensor;

/** Packed attention over windows of a map; made by {@link Engine#windowAttention}. */
public interface WindowAttention {
  /** Its geometry. */
  WindowAttentionShape shape();
}
