package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which objects of a picture are asked for. */
final class InstanceChoice {
  static final int MAX_INSTANCES = 6;
  private static final double MIN_PART = 0.001;
  private static final double MAX_PART = 0.95;
  private static final int MIN_PIXELS = 60;

  private record Candidate(IdMap map, int id) {}

  private InstanceChoice() {}

  /**
   * A picture's maps.
   *
   * @throws NoSuchFileException if it has no map
   * @throws io.github.sam4j.core.error.ImageFormatException if a map is not what it should be
   */
  static List<IdMap> maps(LabelledPicture picture, ImageSize size) throws IOException {
    if (picture.maps().isEmpty()) {
      throw new NoSuchFileException(picture.expectedMap().toString());
    }
    List<IdMap> maps = new ArrayList<>();
    for (Path file : picture.maps()) {
      maps.add(IdMapReader.read(file, size));
    }
    return maps;
  }

  /** Those of a picture's maps: every n-th that is neither too small nor too large. */
  static List<Instance> of(List<IdMap> maps) {
    List<Candidate> candidates = new ArrayList<>();
    for (IdMap map : maps) {
      map.areas()
          .forEach(
              (id, area) -> {
                if (fits(area, map.size().area())) {
                  candidates.add(new Candidate(map, id));
                }
              });
    }
    double step = Math.max(1, candidates.size() / (double) MAX_INSTANCES);
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_INSTANCES, candidates.size()); i++) {
      Candidate chosen = candidates.get((int) (i * step));
      instances.add(Instance.of(chosen.map(), chosen.id()));
    }
    return instances;
  }

  /**
   * All objects of a picture's maps that are larger than 0.1% of it, which automatic masks find.
   */
  static List<BitMask> all(List<IdMap> maps) {
    List<BitMask> objects = new ArrayList<>();
    for (IdMap map : maps) {
      map.areas()
          .forEach(
              (id, area) -> {
                if (area > MIN_PART * map.size().area()) {
                  objects.add(map.mask(id));
                }
              });
    }
    return objects;
  }

  private static boolean fits(int area, long picture) {
    return area >= MIN_PART * picture && area <= MAX_PART * picture && area >= MIN_PIXELS;
  }
}
