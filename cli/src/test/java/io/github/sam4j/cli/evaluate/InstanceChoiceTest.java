package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstanceChoiceTest {
  private static final ImageSize SIZE = new ImageSize(200, 400);

  @Test
  void objectsTooSmallOrTooLargeAreLeftOut() {
    // 0.1% of 80000 pixels is 80, 95% is 76000.
    assertThat(ids(map(SIZE, 79, 80, 76000))).containsExactly(2, 3);
    assertThat(ids(map(SIZE, 76001, 100))).containsExactly(2);
  }

  @Test
  void sixtyPixelsAreTheLeastInASmallPicture() {
    assertThat(ids(map(new ImageSize(40, 30), 59, 60, 61))).containsExactly(2, 3);
  }

  @Test
  void upToSixAreTakenEvenly() {
    assertThat(ids(map(SIZE, sizes(6)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ids(map(SIZE, sizes(7)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ids(map(SIZE, sizes(13)))).containsExactly(1, 3, 5, 7, 9, 11);
    assertThat(ids(map(SIZE, sizes(20)))).containsExactly(1, 4, 7, 11, 14, 17);
  }

  @Test
  void mapsCountOneAfterTheOther() {
    List<IdMap> maps = List.of(named("a.png", sizes(5)), named("a_1.png", sizes(4)));
    assertThat(InstanceChoice.of(maps))
        .extracting(instance -> instance.prompt().map() + " " + instance.prompt().id())
        .containsExactly("a.png 1", "a.png 2", "a.png 4", "a.png 5", "a_1.png 2", "a_1.png 3");
  }

  @Test
  void theBoxEndsAtTheLastPixelAndTheClickIsInTheMiddle() {
    ImageSize size = new ImageSize(40, 30);
    Instance instance = Regions.instance(Regions.rectangle(size, 5, 7, 15, 17));
    assertThat(instance.prompt().box()).isEqualTo(new Box(5, 7, 15, 17));
    assertThat(instance.prompt().click()).isEqualTo(new PixelPoint(10, 12));
    assertThat(instance.truth().area()).isEqualTo(121);
  }

  /** What automatic masks are to find: whatever their number, and the largest too. */
  @Test
  void allObjectsOfMoreThanAThousandthCountForEverything() {
    assertThat(InstanceChoice.all(List.of(map(SIZE, 79, 80, 81, 76001))))
        .extracting(BitMask::area)
        .containsExactly(81L, 76001L);
    List<IdMap> maps = List.of(named("a.png", sizes(5)), named("a_1.png", sizes(4)));
    assertThat(InstanceChoice.all(maps)).hasSize(9);
    assertThat(InstanceChoice.all(List.of(map(new ImageSize(40, 30), 2)))).hasSize(1);
  }

  private static List<Integer> ids(IdMap map) {
    List<Integer> ids = new ArrayList<>();
    InstanceChoice.of(List.of(map)).forEach(instance -> ids.add(instance.prompt().id()));
    return ids;
  }

  private static int[] sizes(int count) {
    return IntStream.range(0, count).map(i -> 100).toArray();
  }

  private static IdMap named(String name, int... areas) {
    return map(name, SIZE, areas);
  }

  private static IdMap map(ImageSize size, int... areas) {
    return map("map.png", size, areas);
  }

  /** Ids 1, 2 and so on with these areas, one after the other. */
  private static IdMap map(String name, ImageSize size, int... areas) {
    char[] ids = new char[Math.toIntExact(size.area())];
    int at = 0;
    for (int i = 0; i < areas.length; i++) {
      for (int end = at + areas[i]; at < end; at++) {
        ids[at] = (char) (i + 1);
      }
    }
    return new IdMap(name, size, ids);
  }
}
