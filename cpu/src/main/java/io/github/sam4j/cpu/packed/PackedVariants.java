package io.github.sam4j.cpu.packed;

import io.github.sam4j.cpu.onednn.Layout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Weights in each layout that they were asked for. Thread-safe. */
final class PackedVariants {
  private final Function<Layout, PackedMatrix> packer;
  private final List<PackedMatrix> variants = new CopyOnWriteArrayList<>();

  /**
   * None yet.
   *
   * @param packer packs the weights in a layout
   */
  PackedVariants(Function<Layout, PackedMatrix> packer) {
    this.packer = packer;
  }

  /** The weights in this layout; packed at the first time. */
  PackedMatrix in(Layout layout) {
    PackedMatrix found = find(layout);
    if (found != null) {
      return found;
    }
    synchronized (variants) {
      found = find(layout);
      if (found == null) {
        found = packer.apply(layout);
        variants.add(found);
      }
      return found;
    }
  }

  private @Nullable PackedMatrix find(Layout layout) {
    for (PackedMatrix variant : variants) {
      if (variant.layout().same(layout)) {
        return variant;
      }
    }
    return null;
  }
}
