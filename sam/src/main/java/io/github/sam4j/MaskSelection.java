package io.github.sam4j;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The greedy choice of masks that {@link EverythingFilter} describes.
 *
 * <p>Why not thresholds: a score that is not calibrated drops the main object together with its
 * parts, or keeps a hundred takes of the background. Here a mask competes with those that show the
 * same: a good one needs no certain score, and one more take of what was chosen is worth little.
 * The area's small exponent prefers, of masks equally good, the object to its parts.
 *
 * <p>Overlaps are counted in whole masks: samples of them, 96 x 96 say, would miss small objects
 * and let near duplicates of them pass. It is cheap all the same. What a mask is worth only falls
 * while others are chosen, so that one that was worth less when it was last looked at need not be
 * looked at again (Minoux 1978, "Accelerated greedy algorithms for maximizing submodular set
 * functions"), and areas and boxes tell of most pairs that they overlap less than others do: of 350
 * candidates on a photograph of 3.4 megapixels some 1000 pairs are counted for 40 masks.
 */
final class MaskSelection {
  private static final double MAX_OVERLAP = 0.7;
  private static final double AREA_EXPONENT = 0.1;

  /** A mask with the greatest overlap with the first so many of the chosen. */
  private static final class Entry {
    final int place;
    final MaskCandidate mask;
    final long area;
    final double alone;
    double overlap;
    int seen;

    Entry(int place, MaskCandidate mask, ImageSize whole) {
      this.place = place;
      this.mask = mask;
      this.area = mask.area();
      double share = (double) area / whole.area();
      this.alone = mask.score() * Math.sqrt(mask.stability()) * Math.pow(share, AREA_EXPONENT);
    }

    /** At most this, and this if all of the chosen were seen. */
    double worth() {
      return alone * (1 - overlap);
    }

    int place() {
      return place;
    }

    /** Takes those into account that were chosen since it was last looked at. */
    void look(List<Entry> chosen) {
      for (; seen < chosen.size(); seen++) {
        Entry other = chosen.get(seen);
        if (iou(most(other), other) > overlap) {
          long both = mask.commonArea(other.mask);
          overlap = Math.max(overlap, iou(both, other));
        }
      }
    }

    private double iou(long both, Entry other) {
      return (double) both / (area + other.area - both);
    }

    /** No more pixels than these are inside both. */
    private long most(Entry other) {
      return Math.min(mask.commonBoxArea(other.mask), Math.min(area, other.area));
    }
  }

  private MaskSelection() {}

  /**
   * At most so many of the masks, which are of one picture of that size, in the order of their
   * choice; of masks worth the same the first.
   */
  static List<MaskCandidate> choose(List<MaskCandidate> masks, ImageSize whole, int count) {
    PriorityQueue<Entry> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Entry::worth).reversed().thenComparingInt(Entry::place));
    for (int i = 0; i < masks.size(); i++) {
      Entry entry = new Entry(i, masks.get(i), whole);
      if (entry.alone > 0) {
        queue.add(entry);
      }
    }
    List<Entry> chosen = new ArrayList<>();
    while (chosen.size() < count && !queue.isEmpty()) {
      Entry best = queue.remove();
      if (best.seen == chosen.size()) {
        chosen.add(best);
        continue;
      }
      best.look(chosen);
      if (best.overlap <= MAX_OVERLAP) {
        queue.add(best);
      }
    }
    return chosen.stream().map(entry -> entry.mask).toList();
  }
}
