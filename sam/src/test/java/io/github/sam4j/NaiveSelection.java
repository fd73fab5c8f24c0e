package io.github.sam4j;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.util.ArrayList;
import java.util.List;

/** The choice as its formula has it: all pairs, pixel by pixel, all candidates at each step. */
final class NaiveSelection {
  private NaiveSelection() {}

  static List<Mask> choose(List<Mask> masks, int count) {
    List<Mask> left = new ArrayList<>(masks);
    List<Mask> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      Mask best = null;
      double most = 0;
      for (Mask mask : left) {
        double worth = worth(mask, chosen);
        if (worth > most) {
          best = mask;
          most = worth;
        }
      }
      if (best == null) {
        break;
      }
      chosen.add(best);
      left.remove(best);
      left.removeIf(mask -> overlap(mask, chosen) > 0.7);
    }
    return chosen;
  }

  static double worth(Mask mask, List<Mask> chosen) {
    ImageSize size = mask.bits().size();
    double share = (double) area(mask.bits()) / ((long) size.width() * size.height());
    return mask.score()
        * Math.sqrt(mask.stability())
        * Math.pow(share, 0.1)
        * (1 - overlap(mask, chosen));
  }

  private static double overlap(Mask mask, List<Mask> chosen) {
    return chosen.stream().mapToDouble(other -> iou(mask.bits(), other.bits())).max().orElse(0);
  }

  private static long area(BitMask mask) {
    long area = 0;
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        area += mask.get(x, y) ? 1 : 0;
      }
    }
    return area;
  }

  private static double iou(BitMask a, BitMask b) {
    long both = 0;
    for (int y = 0; y < a.size().height(); y++) {
      for (int x = 0; x < a.size().width(); x++) {
        both += a.get(x, y) && b.get(x, y) ? 1 : 0;
      }
    }
    long either = area(a) + area(b) - both;
    return either == 0 ? 0 : (double) both / either;
  }
}
