package io.github.sam4j.cli.segment;

import io.github.sam4j.prompt.MaskOrder;

/** The orders of masks as they are called on the command line. */
enum MaskRank {
  IOU(MaskOrder.predictedIou()),
  STABILITY(MaskOrder.stability());

  private final MaskOrder order;

  MaskRank(MaskOrder order) {
    this.order = order;
  }

  MaskOrder order() {
    return order;
  }
}
