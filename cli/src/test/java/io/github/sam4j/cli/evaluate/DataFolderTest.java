package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  @Test
  void foldersWithPicturesAreSets() throws IOException {
    touch("b/2.jpg", "b/10.JPEG", "b/note.txt", "a/1.jpg", "maps/1.png", ".hidden/1.jpg", "x.jpg");
    assertThat(new DataFolder(root).sets(List.of()))
        .extracting(PictureSet::name)
        .containsExactly("a", "b");
    assertThat(new DataFolder(root).sets(List.of("b", "a", "b")))
        .extracting(PictureSet::name)
        .containsExactly("b", "a");
    assertThat(new DataFolder(root).sets(List.of("b")).get(0).pictures())
        .extracting(LabelledPicture::name)
        .containsExactly("b/10.JPEG", "b/2.jpg");
  }

  @Test
  void mapsAreThoseOfThePictureAlone() throws IOException {
    touch("a/7.jpg", "a/7.png", "a/7_1.png", "a/7_2.png", "a/7_x.png", "a/7_1.txt");
    touch("a/77.jpg", "a/77.png", "a/8.jpg");
    List<LabelledPicture> pictures = new DataFolder(root).sets(List.of()).get(0).pictures();
    assertThat(pictures)
        .extracting(picture -> picture.maps().stream().map(map -> map.getFileName()).toList())
        .containsExactly(
            List.of(Path.of("7.png"), Path.of("7_1.png"), Path.of("7_2.png")),
            List.of(Path.of("77.png")),
            List.of());
    assertThat(pictures.get(2).expectedMap()).isEqualTo(root.resolve("a/8.png"));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThatThrownBy(() -> new DataFolder(root.resolve("none")).sets(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no such folder");
    touch("x.jpg", "maps/1.png");
    assertThatThrownBy(() -> new DataFolder(root).sets(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no sets in " + root);
    assertThatThrownBy(() -> new DataFolder(root).sets(List.of("maps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no NAME.jpg in set " + root.resolve("maps"));
    assertThatThrownBy(() -> new DataFolder(root).sets(List.of("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no set 'none'");
  }

  @Test
  void aLimitSpreadsThePicturesEvenly() {
    assertThat(limited(10, 4)).containsExactly(0, 3, 6, 9);
    assertThat(limited(10, 3)).containsExactly(0, 4, 9);
    assertThat(limited(10, 1)).containsExactly(0);
    assertThat(limited(3, 3)).containsExactly(0, 1, 2);
    assertThat(limited(3, 9)).containsExactly(0, 1, 2);
    assertThat(limited(55, 40)).startsWith(0, 1, 2, 4, 5).endsWith(52, 54).hasSize(40);
  }

  private static List<Integer> limited(int pictures, int limit) {
    List<LabelledPicture> all =
        IntStream.range(0, pictures)
            .mapToObj(i -> new LabelledPicture(i + "", Path.of("p"), Path.of("m"), List.of()))
            .toList();
    return new PictureSet("set", all)
        .limitedTo(limit).pictures().stream()
            .map(picture -> Integer.valueOf(picture.name()))
            .toList();
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }
}
