package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many pictures through the bundled model in one process: read, embed, a click, a box. Prints time
 * and resident memory every so often; memory must level off.
 */
final class Soak {
  private static final int DISTINCT = 10;

  private Soak() {}

  /** Arguments: how many pictures (default 500), how often to report (50). */
  public static void main(String[] args) throws IOException {
    int pictures = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    int every = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    Path folder = Files.createTempDirectory("sam4j-soak");
    try {
      List<Path> files = write(folder);
      try (Sam sam = Sam.bundled()) {
        run(sam, files, pictures, every);
      }
    } finally {
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Pictures of different sizes, both orientations. */
  private static List<Path> write(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i : IntStream.range(0, DISTINCT).toArray()) {
      Path file = folder.resolve(i + ".png");
      int side = 320 + 96 * i;
      int other = side * 3 / 4;
      Inputs.picture(i % 2 == 0 ? side : other, i % 2 == 0 ? other : side, i).writePng(file);
      files.add(file);
    }
    return files;
  }

  private static void run(Sam sam, List<Path> files, int pictures, int every) throws IOException {
    System.out.println("| pictures | s since the last line | resident MiB | most so far |");
    System.out.println("|---|---|---|---|");
    long pixels = 0;
    long last = System.nanoTime();
    for (int i = 1; i <= pictures; i++) {
      SamImage picture = SamImage.read(files.get(i % files.size()));
      ImageEmbedding embedding = sam.embed(picture);
      double width = picture.size().width();
      double height = picture.size().height();
      pixels += embedding.segment(Prompt.point(width / 2, height / 2)).get(0).area();
      pixels +=
          embedding
              .segment(Prompt.box(width / 4, height / 4, width / 2, height / 2), MaskOutput.SINGLE)
              .get(0)
              .area();
      if (i % every == 0) {
        long now = System.nanoTime();
        System.out.println(
            String.format(
                Locale.ROOT,
                "| %d | %.2f | %d | %d |",
                i,
                (now - last) / 1e9,
                ResidentMemory.now() >> 20,
                ResidentMemory.peak() >> 20));
        last = now;
      }
    }
    System.out.println("\n" + pixels + " pixels in all masks.");
  }
}
