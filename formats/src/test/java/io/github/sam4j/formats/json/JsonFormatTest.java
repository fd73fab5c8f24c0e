package io.github.sam4j.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.sam4j.Mask;
import io.github.sam4j.core.mask.Rle;
import io.github.sam4j.formats.Samples;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFormatTest {
  @TempDir Path folder;

  private final Mask first = Samples.rectangle(10, 5, 30, 25, Prompt.point(12.5, 8).exclude(1, 2));
  private final Mask second = Samples.rectangle(0, 0, 60, 40, Prompt.box(0, 0, 59, 39.5));

  @Test
  void saysEverythingOfAMaskInJson() throws IOException {
    write("cat", first, second);
    String json = compact(folder.resolve("cat.json"));
    assertThat(json)
        .startsWith("{'image':{'file':'in/cat.png','width':60,'height':40},'model':'a model:SAM,")
        .contains(
            "{'id':0,'file':'cat/0.png','score':0.9,'stability':0.75,'area':400,"
                + "'bbox':[10,5,19,19],'prompt':{'points':[[12.5,8,1],[1,2,0]],'box':null},"
                + "'crop_box':[0,0,60,40],'segmentation':{'size':[40,60],'counts':'")
        .contains("'prompt':{'points':[],'box':[0,0,59,39.5]}");
  }

  @Test
  void namesPicturesOfMasksOnlyWhereTheyAreWritten() throws IOException {
    Samples.write(folder, Samples.picture("cat", List.of(first)), "json");
    assertThat(compact(folder.resolve("cat.json"))).contains("{'id':0,'score':0.9,");
  }

  @Test
  void saysWhatATextFound() throws IOException {
    write("cat", Samples.found(first, "a \"dog\"", 0.25), second);
    assertThat(Files.readString(folder.resolve("cat.json")))
        .containsOnlyOnce("\"label\" : \"a \\\"dog\\\"\"")
        .containsOnlyOnce("\"detection_score\" : 0.25");
  }

  @Test
  void writesRunLengthsThatReadBack() throws IOException {
    write("cat", first);
    String counts = null;
    try (JsonParser json = new JsonFactory().createParser(folder.resolve("cat.json").toFile())) {
      while (json.nextToken() != null) {
        if ("counts".equals(json.currentName())) {
          counts = json.nextTextValue();
        }
      }
    }
    assertThat(counts).isNotNull();
    assertThat(Rle.fromCocoString(Samples.SIZE, String.valueOf(counts)).toMask())
        .isEqualTo(first.bits());
  }

  @Test
  void writesAPictureWithoutMasks() throws IOException {
    write("cat");
    assertThat(compact(folder.resolve("cat.json"))).endsWith("'masks':[]}");
  }

  private void write(String name, Mask... masks) throws IOException {
    Samples.write(folder, Samples.picture(name, List.of(masks)), "json", "png");
  }

  private static String compact(Path json) throws IOException {
    return Files.readString(json)
        .replaceAll("\\s+(?=[\"{}\\[\\]\\d:])|(?<=[:,\\[]) +", "")
        .replace('"', '\'');
  }
}
