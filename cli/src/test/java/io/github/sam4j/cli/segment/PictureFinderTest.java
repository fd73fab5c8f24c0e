package io.github.sam4j.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.formats.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFinderTest {
  @TempDir Path root;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "one/cat.png",
            "one/Dog.JPG",
            "one/notes.txt",
            "one/.hidden.png",
            "one/deep/cat.png",
            "two/cat.png",
            "two/bird.webp",
            "out/cat.overlay.png",
            "odd/index.html.png")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @Test
  void findsPicturesInAFolderButNotBelow() throws IOException {
    assertThat(names(false, "one")).containsExactly("Dog", "cat");
  }

  @Test
  void keepsThePathsOfFoldersBelow() throws IOException {
    assertThat(names(true, "one")).containsExactly("Dog", "cat", "deep/cat");
  }

  @Test
  void tellsPicturesOfTheSameNameApartByTheirFolders() throws IOException {
    assertThat(names(false, "one", "two"))
        .containsExactly("Dog", "one/cat.png", "bird", "two/cat.png");
    assertThat(names(false, "one/cat.png", "two/cat.png"))
        .containsExactly("one/cat.png", "two/cat.png");
    assertThat(names(true, "one", "two/cat.png", "one/deep/cat.png"))
        .containsExactly("Dog", "one/cat.png", "deep/cat", "two/cat.png");
  }

  @Test
  void tellsPicturesOfTheSameNameApartByTheirExtensions() throws IOException {
    Files.writeString(root.resolve("one/CAT.jpeg"), "");
    assertThat(names(false, "one")).containsExactlyInAnyOrder("Dog", "CAT.jpeg", "cat.png");
  }

  @Test
  void takesAPictureOnce() throws IOException {
    assertThat(names(true, "one/cat.png", "one", "one/../one/Dog.JPG"))
        .containsExactly("cat", "Dog", "deep/cat");
  }

  @Test
  void doesNotSearchItsOwnResults() throws IOException {
    assertThat(names(true, ".")).noneMatch(name -> name.contains("overlay"));
    assertThatThrownBy(() -> names(false, "out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--output must not be an input folder");
  }

  @Test
  void givesNoNameThatAResultHas() throws IOException {
    assertThat(names(false, "odd")).containsExactly("index.html.png");
  }

  @Test
  void takesAFileWhateverItsExtension() throws IOException {
    assertThat(names(false, "one/notes.txt")).containsExactly("notes");
  }

  @Test
  void tellsAMissingInput() {
    assertThatThrownBy(() -> names(false, "three"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no such file or folder: ");
  }

  private List<String> names(boolean recursive, String... inputs) throws IOException {
    List<Path> paths = List.of(inputs).stream().map(root::resolve).toList();
    return new PictureFinder(recursive, root.resolve("out"))
        .find(paths).stream().map(Picture::name).toList();
  }
}
