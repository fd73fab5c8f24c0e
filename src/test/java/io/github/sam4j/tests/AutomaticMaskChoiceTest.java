package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.SmallRegions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Automatic masks chosen instead of thresholded, with the bundled model. */
class AutomaticMaskChoiceTest {
  private static Sam sam;
  private static ImageEmbedding photo;

  @BeforeAll
  static void embed() throws IOException {
    sam = Sam.bundled();
    photo = sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image0.png")));
  }

  @AfterAll
  static void close() {
    sam.close();
  }

  private static EverythingOptions.Builder options() {
    return EverythingOptions.builder().pointsPerSide(8);
  }

  @Test
  void atMostSoManyInTheOrderOfTheirWorth() {
    List<Mask> masks = photo.everything(options().select(8).build());
    assertThat(masks).hasSize(8);
    requireChoice(masks);
    assertThat(bits(photo.everything(options().select(3).build())))
        .isEqualTo(bits(masks).subList(0, 3));
    List<Mask> all = photo.everything(options().select(10_000).build());
    requireChoice(all);
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(bits(all).subList(0, 8)).isEqualTo(bits(masks));
  }

  @Test
  void thresholdsAndDuplicatesByBoxNarrowTheChoice() {
    List<Mask> loose = photo.everything(options().select(10_000).build());
    assertThat(loose).allMatch(mask -> mask.score() > 0.3 && mask.stability() >= 0.2);
    double middle = loose.stream().mapToDouble(Mask::score).sorted().toArray()[loose.size() / 2];
    assertThat(photo.everything(options().select(10_000).predIouThresh(middle).build()))
        .isNotEmpty()
        .allMatch(mask -> mask.score() > middle);
    assertThat(photo.everything(options().select(10_000).boxNmsThresh(0.2).build()))
        .hasSizeLessThan(loose.size());
  }

  @Test
  void cropsCompeteWithTheWholePicture() {
    List<Mask> masks = photo.everything(options().cropNLayers(1).select(12).build());
    assertThat(masks).hasSize(12);
    requireChoice(masks);
    assertThat(masks.stream().map(Mask::crop).distinct()).as("crops").hasSizeGreaterThan(1);
  }

  @Test
  void cleanedMasksAreAChoiceToo() {
    List<Mask> masks = photo.everything(options().select(8).minMaskRegionArea(200).build());
    assertThat(masks).hasSizeBetween(4, 8);
    requireChoice(masks);
    for (Mask mask : masks) {
      assertThat(SmallRegions.remove(mask.bits(), 200, SmallRegions.Kind.HOLES).changed())
          .isFalse();
    }
  }

  @Test
  void aModelMayRecommendIt(@TempDir Path folder) throws IOException {
    assertThat(sam.info().recommended().select()).as("the bundled model").hasValue(40);
    Path file = folder.resolve("recommends.safetensors");
    Files.write(file, withMetadata(bundled(), "automatic_select", "4"));
    try (Sam recommending = Sam.load(file)) {
      assertThat(recommending.info().recommended().select()).hasValue(4);
      ImageEmbedding same =
          recommending.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image0.png")));
      assertThat(bits(same.everything(options().build())))
          .isEqualTo(bits(photo.everything(options().select(4).build())));
      List<BitMask> thresholded = bits(photo.everything(options().select(0).build()));
      assertThat(bits(same.everything(options().select(0).build()))).isEqualTo(thresholded);
      assertThat(bits(same.everything(options().predIouThresh(0.5).build())))
          .isEqualTo(thresholded);
    }
  }

  private static List<BitMask> bits(List<Mask> masks) {
    return masks.stream().map(Mask::bits).toList();
  }

  /** The next one is always worth the most, and no two show the same. */
  private static void requireChoice(List<Mask> masks) {
    for (int i = 0; i < masks.size(); i++) {
      List<Mask> before = masks.subList(0, i);
      double worth = worth(masks.get(i), before);
      for (Mask later : masks.subList(i + 1, masks.size())) {
        assertThat(worth).isGreaterThanOrEqualTo(worth(later, before));
        assertThat(masks.get(i).bits().iou(later.bits())).isLessThanOrEqualTo(0.7);
      }
    }
  }

  private static double worth(Mask mask, List<Mask> chosen) {
    double share = (double) mask.area() / mask.bits().size().area();
    double overlap =
        chosen.stream().mapToDouble(other -> mask.bits().iou(other.bits())).max().orElse(0);
    return mask.score() * Math.sqrt(mask.stability()) * Math.pow(share, 0.1) * (1 - overlap);
  }

  private static byte[] bundled() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Sam.class.getResourceAsStream("/io/github/sam4j/model/bundled.safetensors"))) {
      return in.readAllBytes();
    }
  }

  /** Adds an entry to a safetensors file that has metadata: a length, a header, the tensors. */
  private static byte[] withMetadata(byte[] file, String key, String value) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
    Pattern entry = Pattern.compile("\"%s\":\"[^\"]*\"".formatted(key));
    assertThat(header).containsPattern(entry);
    byte[] longer =
        entry
            .matcher(header)
            .replaceFirst("\"%s\":\"%s\"".formatted(key, value))
            .getBytes(StandardCharsets.UTF_8);
    int tensors = file.length - Long.BYTES - length;
    return ByteBuffer.allocate(Long.BYTES + longer.length + tensors)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(longer.length)
        .put(longer)
        .put(file, Long.BYTES + length, tensors)
        .array();
  }
}
