package io.github.sam4j.families.sam2;

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
  private static final String GAUSSIAN =
      "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";

  private static final List<Rule> ORIGINAL =
      List.of(
          rule("^sam_prompt_encoder\\.", "prompt_encoder."),
          rule("^sam_mask_decoder\\.", "mask_decoder."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.layers\\.0\\.", "$1.mlp.lin1."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.layers\\.1\\.", "$1.mlp.lin2."));

  /** All that fit are applied, one after the other. */
  private static final List<Rule> HUGGING_FACE =
      List.of(
          rule("^vision_encoder\\.backbone\\.", "image_encoder.trunk."),
          rule("^vision_encoder\\.neck\\.convs\\.(\\d+)\\.", "image_encoder.neck.convs.$1.conv."),
          rule("^(image_encoder\\.trunk\\.patch_embed)\\.projection\\.", "$1.proj."),
          rule("^(image_encoder\\.trunk\\..*)\\.mlp\\.proj_in\\.", "$1.mlp.layers.0."),
          rule("^(image_encoder\\.trunk\\..*)\\.mlp\\.proj_out\\.", "$1.mlp.layers.1."),
          rule(
              "^(?:prompt_encoder\\.shared|shared_image)_embedding\\.positional_embedding$",
              GAUSSIAN),
          rule("^prompt_encoder\\.point_embed\\.", "prompt_encoder.point_embeddings."),
          rule("^prompt_encoder\\.mask_embed\\.conv1\\.", "prompt_encoder.mask_downscaling.0."),
          rule(
              "^prompt_encoder\\.mask_embed\\.layer_norm1\\.",
              "prompt_encoder.mask_downscaling.1."),
          rule("^prompt_encoder\\.mask_embed\\.conv2\\.", "prompt_encoder.mask_downscaling.3."),
          rule(
              "^prompt_encoder\\.mask_embed\\.layer_norm2\\.",
              "prompt_encoder.mask_downscaling.4."),
          rule("^prompt_encoder\\.mask_embed\\.conv3\\.", "prompt_encoder.mask_downscaling.6."),
          rule("^mask_decoder\\.upscale_conv1\\.", "mask_decoder.output_upscaling.0."),
          rule("^mask_decoder\\.upscale_layer_norm\\.", "mask_decoder.output_upscaling.1."),
          rule("^mask_decoder\\.upscale_conv2\\.", "mask_decoder.output_upscaling.3."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.proj_in\\.", "$1.mlp.lin1."),
          rule("^(mask_decoder\\.transformer\\..*)\\.mlp\\.proj_out\\.", "$1.mlp.lin2."),
          rule("^(mask_decoder\\.transformer\\..*)\\.o_proj\\.", "$1.out_proj."),
          rule("layer_norm_final_attn\\.", "norm_final_attn."),
          rule("\\.layer_norm(\\d)\\.", ".norm$1."),
          rule("^(mask_decoder\\.\\w+(?:\\.\\d+)?)\\.proj_out\\.", "$1.layers.2."),
          rule(
              "^(mask_decoder\\.\\w+(?:\\.\\d+)?)\\.layers\\.0\\.(weight|bias)$", "$1.layers.1.$2"),
          rule("^(mask_decoder\\.\\w+(?:\\.\\d+)?)\\.proj_in\\.", "$1.layers.0."),
          rule("^no_memory_embedding$", Sam2Family.NO_MEMORY));

  private Sam2Names() {}

  /** The library's names for a file of its authors'. */
  static Map<String, String> fromOriginal(Set<String> names) {
    return translate(names, ORIGINAL);
  }

  /** The library's names for a file of transformers'. */
  static Map<String, String> fromHuggingFace(Set<String> names) {
    return translate(names, HUGGING_FACE);
  }

  private static Map<String, String> translate(Set<String> names, List<Rule> table) {
    Map<String, String> ours = new LinkedHashMap<>();
    for (String name : names) {
      String translated = name;
      for (Rule rule : table) {
        Matcher matcher = rule.theirs().matcher(translated);
        translated = matcher.replaceFirst(rule.ours());
      }
      ours.putIfAbsent(translated, name);
    }
    return ours;
  }

  private record Rule(Pattern theirs, String ours) {}

  private static Rule rule(String theirs, String ours) {
    return new Rule(Pattern.compile(theirs), ours);
  }
}
