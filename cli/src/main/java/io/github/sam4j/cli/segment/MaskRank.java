package io.github.sam4j.cli.segment;

import io.github.sam4j.prompt.MaskOrder;

/** The orders of masks as they are called on the command line. */
enum MaskRank {
  IOU,
  STABILITY;

  MaskOrder order() {
    return switch (this) {
      case IOU -> MaskOrder.predictedIou();
      case STABILITY -> MaskOrder.stability();
    };
  }
}
