package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.naming.NameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** The families that can be loaded: those of {@code META-INF/services} on the class path. */
public final class Families {
  private Families() {}

  /**
   * A checkpoint's family.
   *
   * @param family whose it is
   * @param names how its names become the library's
   */
  public record Recognised(Family family, NameTable names) {}

  /** All of them. */
  public static List<Family> all() {
    return ServiceLoader.load(Family.class, Family.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Tells whose checkpoint it is.
   *
   * @throws WeightsFormatException if it is of none of the families, or could be of two; it says
   *     what the file looks like
   */
  public static Recognised recognise(Checkpoint checkpoint) {
    return recognise(checkpoint, all());
  }

  static Recognised recognise(Checkpoint checkpoint, List<Family> families) {
    List<Recognised> found = new ArrayList<>();
    for (Family family : families) {
      Optional<NameTable> names = family.recognise(checkpoint.names());
      names.ifPresent(table -> found.add(new Recognised(family, table)));
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    String which =
        found.isEmpty()
            ? OtherModels.describe(checkpoint.names())
            : "one that could be " + titles(found.stream().map(Recognised::family).toList());
    throw WeightsFormatException.file(
        checkpoint.source(),
        "a checkpoint of " + titles(families),
        which + " with " + checkpoint.contents());
  }

  private static String titles(List<Family> families) {
    return families.stream().map(Family::title).collect(Collectors.joining(" or "));
  }

  /** What else a file may be, so that a message can say what it is. */
  private static final class OtherModels {
    private record Other(String title, List<String> prefixes) {
      boolean fits(Set<String> names) {
        return prefixes.stream()
            .allMatch(prefix -> names.stream().anyMatch(name -> name.startsWith(prefix)));
      }
    }

    /** The first that fits. */
    private static final List<Other> TABLE =
        List.of(
            new Other("OWLv2, a detector (a text model)", List.of("owlv2.")),
            new Other("OWL-ViT, a detector (a text model)", List.of("owlvit.")),
            new Other("CLIPSeg", List.of("clip.vision_model.", "decoder.film_mul.")),
            new Other("CLIP", List.of("vision_model.embeddings.", "text_model.embeddings.")),
            new Other("Grounding DINO", List.of("bert.", "transformer.enc_out", "backbone.")));

    private OtherModels() {}

    static String describe(Set<String> names) {
      return TABLE.stream()
          .filter(other -> other.fits(names))
          .findFirst()
          .map(other -> "a checkpoint of " + other.title())
          .orElse("an unknown model");
    }
  }
}
