package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.naming.NameTable;
import io.github.sam4j.weights.naming.WrapperPrefixes;
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
   * @param names how its names become the library's; what is not of the model is left out
   * @param prefix what stands before every name of the model in the checkpoint; often nothing
   */
  public record Recognised(Family family, NameTable names, String prefix) {}

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
    Set<String> names = checkpoint.names();
    String source = checkpoint.source();
    for (String prefix : WrapperPrefixes.candidates(names)) {
      Set<String> own = WrapperPrefixes.below(prefix, names);
      List<Recognised> found = recognise(own, prefix, families);
      if (found.size() == 1) {
        Adapters.refuse(source, found.get(0).family().title(), own);
        return found.get(0);
      }
      if (found.size() > 1) {
        List<Family> which = found.stream().map(Recognised::family).toList();
        throw refusal(checkpoint, families, "one that could be " + titles(which));
      }
    }
    Adapters.refuse(source, titles(families), names);
    throw refusal(checkpoint, families, OtherModels.describe(names));
  }

  private static List<Recognised> recognise(Set<String> own, String prefix, List<Family> families) {
    List<Recognised> found = new ArrayList<>();
    for (Family family : families) {
      Optional<NameTable> table = family.recognise(own);
      table.ifPresent(it -> found.add(new Recognised(family, it.below(prefix), prefix)));
    }
    return found;
  }

  private static WeightsFormatException refusal(
      Checkpoint checkpoint, List<Family> families, String found) {
    return WeightsFormatException.file(
        checkpoint.source(),
        "a checkpoint of " + titles(families),
        found + " with " + checkpoint.contents());
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

    private static final String PRUNED =
        "SlimSAM pruned globally, whose layers have widths of their own: take the uniform one,"
            + " such as SlimSAM-50-uniform.pth instead of SlimSAM-50.pth";

    private static final String INSTANCES =
        "micro-sam's instance decoder alone: load the model's own file, such as vit_b.pt, instead"
            + " of vit_b_decoder.pt";

    /** The first that fits. */
    private static final List<Other> TABLE =
        List.of(
            new Other("OWLv2, a detector (a text model)", List.of("owlv2.")),
            new Other("OWL-ViT, a detector (a text model)", List.of("owlvit.")),
            new Other("CLIPSeg", List.of("clip.vision_model.", "decoder.film_mul.")),
            new Other("CLIP", List.of("vision_model.embeddings.", "text_model.embeddings.")),
            new Other("Grounding DINO", List.of("bert.", "transformer.enc_out", "backbone.")),
            new Other(PRUNED, List.of("image_encoder.module.")),
            new Other(INSTANCES, List.of("decoder.", "out_conv.")));

    private OtherModels() {}

    static String describe(Set<String> names) {
      if (!names.isEmpty() && names.stream().allMatch(name -> name.startsWith("decoder."))) {
        return "a checkpoint of " + INSTANCES;
      }
      return TABLE.stream()
          .filter(other -> other.fits(names))
          .findFirst()
          .map(other -> "a checkpoint of " + other.title())
          .orElse("an unknown model");
    }
  }
}
