package io.github.sam4j.families.sam2;

import io.github.sam4j.families.SamNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of SAM 2's tensors, its authors' and those of Hugging Face's transformers, beside the
 * library's: SAM's for the parts that are SAM's.
 */
final class Sam2Names {
  private static final List<Rule> ORIGINAL =
      List.of(
          rule("^sam_prompt_encoder\\.", "prompt_encoder."),
          rule("^sam_(mask_decoder\\.transformer\\..*)\\.mlp\\.layers\\.0\\.", "$1.mlp.lin1."),
          rule("^sam_(mask_decoder\\.transformer\\..*)\\.mlp\\.layers\\.1\\.", "$1.mlp.lin2."),
          rule("^sam_mask_decoder\\.", "mask_decoder."));

  /** What SAM's table leaves as it is, or as SAM has it. */
  private static final List<Rule> HUGGING_FACE =
      List.of(
          rule(
              "^image_encoder\\.backbone\\.patch_embed\\.projection\\.",
              "image_encoder.trunk.patch_embed.proj."),
          rule(
              "^image_encoder\\.backbone\\.(.*)\\.layer_norm(\\d)\\.",
              "image_encoder.trunk.$1.norm$2."),
          rule(
              "^image_encoder\\.backbone\\.(.*)\\.mlp\\.proj_in\\.",
              "image_encoder.trunk.$1.mlp.layers.0."),
          rule(
              "^image_encoder\\.backbone\\.(.*)\\.mlp\\.proj_out\\.",
              "image_encoder.trunk.$1.mlp.layers.1."),
          rule("^image_encoder\\.backbone\\.", "image_encoder.trunk."),
          rule("^(image_encoder\\.neck\\.convs\\.\\d+)\\.", "$1.conv."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.proj_in\\.", "$1.mlp.lin1."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.proj_out\\.", "$1.mlp.lin2."),
          rule("^(mask_decoder\\.transformer\\..*)\\.o_proj\\.", "$1.out_proj."),
          rule("^no_memory_embedding$", Sam2Family.NO_MEMORY));

  private Sam2Names() {}

  /** The library's names for a file of its authors'. */
  static Map<String, String> fromOriginal(Set<String> names) {
    Map<String, String> ours = new LinkedHashMap<>();
    names.forEach(name -> ours.putIfAbsent(translate(name, ORIGINAL), name));
    return ours;
  }

  /** The library's names for a file of transformers'. */
  static Map<String, String> fromHuggingFace(Set<String> names) {
    Map<String, String> ours = new LinkedHashMap<>();
    SamNames.fromHuggingFace(names)
        .forEach((name, theirs) -> ours.putIfAbsent(translate(name, HUGGING_FACE), theirs));
    return ours;
  }

  /** By the first rule that fits. */
  private static String translate(String name, List<Rule> table) {
    for (Rule rule : table) {
      Matcher matcher = rule.theirs().matcher(name);
      if (matcher.find()) {
        return matcher.replaceFirst(rule.ours());
      }
    }
    return name;
  }

  private record Rule(Pattern theirs, String ours) {}

  private static Rule rule(String theirs, String ours) {
    return new Rule(Pattern.compile(theirs), ours);
  }
}
