package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight threads get the same masks as one, bit for bit. */
class ConcurrencyTest {
  private static final int THREADS = 8;

  @ParameterizedTest
  @EnumSource
  void eightThreadsOnOneEmbedding(EngineUnderTest engine) throws Exception {
    try (Sam sam = engine.load(Sam::bundled)) {
      SamImage image = SamImage.read(Goldens.small("sam4j-2").resolve("image1.png"));
      ImageEmbedding photo = sam.embed(image);
      List<List<Mask>> alone = prompts(photo);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Callable<List<List<Mask>>>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          // Half of them embed the picture again at the same time.
          boolean again = i % 2 == 1;
          tasks.add(() -> prompts(again ? sam.embed(image) : photo));
        }
        for (Future<List<List<Mask>>> together : threads.invokeAll(tasks)) {
          same(together.get(), alone);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static List<List<Mask>> prompts(ImageEmbedding photo) {
    List<List<Mask>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      double x = 20 + 60 * i;
      all.add(photo.segment(Prompt.point(x, 400 - x), MaskOutput.MULTIPLE));
      all.add(photo.segment(Prompt.box(x, 40, x + 60, 300).include(x + 20, 100)));
      all.add(photo.segment(all.get(0).get(0).asPrompt().exclude(x, 30)));
    }
    return all;
  }

  private static void same(List<List<Mask>> found, List<List<Mask>> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      for (int k = 0; k < expected.get(i).size(); k++) {
        Mask a = found.get(i).get(k);
        Mask b = expected.get(i).get(k);
        assertThat(a.bits()).isEqualTo(b.bits());
        assertThat(a.score()).isEqualTo(b.score());
        assertThat(a.lowResolution().values()).isEqualTo(b.lowResolution().values());
      }
    }
  }
}
