package io.github.sam4j.families;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of SAM in Hugging Face's transformers ({@code SamModel}), beside segment-anything's,
 * which the library uses. Relatives that transformers has too share them, and add their own.
 *
 * <p>Shapes and element order are the same in both.
 */
public final class SamNames {
  private static final String GAUSSIAN =
      "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";

  /** The Gaussian matrix as transformers stores it, and the second copy that some files hold. */
  private static final String SHARED = "shared_image_embedding.positional_embedding";

  private static final String SHARED_COPY = "prompt_encoder.shared_embedding.positional_embedding";

  /** Transformers' beginning of a name (a pattern), and ours. The first that fits is used. */
  private static final List<Rule> TABLE =
      List.of(
          rule("vision_encoder.patch_embed.projection.", "image_encoder.patch_embed.proj."),
          rule("vision_encoder.layers.(N).layer_norm(N).", "image_encoder.blocks.$1.norm$2."),
          rule("vision_encoder.layers.", "image_encoder.blocks."),
          rule("vision_encoder.neck.conv1.", "image_encoder.neck.0."),
          rule("vision_encoder.neck.layer_norm1.", "image_encoder.neck.1."),
          rule("vision_encoder.neck.conv2.", "image_encoder.neck.2."),
          rule("vision_encoder.neck.layer_norm2.", "image_encoder.neck.3."),
          rule("vision_encoder.", "image_encoder."),
          rule(SHARED, GAUSSIAN),
          rule(SHARED_COPY, GAUSSIAN),
          rule("prompt_encoder.point_embed.", "prompt_encoder.point_embeddings."),
          rule("prompt_encoder.mask_embed.conv1.", "prompt_encoder.mask_downscaling.0."),
          rule("prompt_encoder.mask_embed.layer_norm1.", "prompt_encoder.mask_downscaling.1."),
          rule("prompt_encoder.mask_embed.conv2.", "prompt_encoder.mask_downscaling.3."),
          rule("prompt_encoder.mask_embed.layer_norm2.", "prompt_encoder.mask_downscaling.4."),
          rule("prompt_encoder.mask_embed.conv3.", "prompt_encoder.mask_downscaling.6."),
          rule("mask_decoder.upscale_conv1.", "mask_decoder.output_upscaling.0."),
          rule("mask_decoder.upscale_layer_norm.", "mask_decoder.output_upscaling.1."),
          rule("mask_decoder.upscale_conv2.", "mask_decoder.output_upscaling.3."),
          rule(
              "mask_decoder.transformer.layer_norm_final_attn.",
              "mask_decoder.transformer.norm_final_attn."),
          rule(
              "mask_decoder.transformer.layers.(N).layer_norm(N).",
              "mask_decoder.transformer.layers.$1.norm$2."));

  /** A head of several layers: the first and the last have names of their own. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(mask_decoder\\.(?:\\w+_head|output_hypernetworks_mlps\\.\\d+)\\.)"
              + "(proj_in|proj_out|layers\\.(\\d{1,6}))(\\..*)");

  private SamNames() {}

  /** Whether these are transformers' names of a SAM or of a relative with its image encoder. */
  public static boolean isHuggingFace(Set<String> names) {
    return names.contains("vision_encoder.patch_embed.projection.weight")
        && names.contains("vision_encoder.neck.conv1.weight");
  }

  /**
   * The library's names for a whole file's names; those that the table does not know stay as they
   * are.
   *
   * @return library name to file name; where two names fit, the first in the file's order, but for
   *     the Gaussian matrix the shared one
   */
  public static Map<String, String> fromHuggingFace(Set<String> names) {
    Map<String, Integer> depths = headDepths(names);
    Map<String, String> internal = new LinkedHashMap<>();
    for (String name : names) {
      internal.putIfAbsent(translate(name, depths), name);
    }
    if (names.contains(SHARED)) {
      internal.put(GAUSSIAN, SHARED);
    }
    return internal;
  }

  /** Layers between the first and the last of each head. */
  private static Map<String, Integer> headDepths(Set<String> names) {
    Map<String, Integer> depths = new LinkedHashMap<>();
    for (String name : names) {
      Matcher head = HEAD.matcher(name);
      if (head.matches() && head.group(3) != null) {
        depths.merge(head.group(1), Integer.parseInt(head.group(3)) + 1, Math::max);
      }
    }
    return depths;
  }

  private static String translate(String name, Map<String, Integer> depths) {
    Matcher head = HEAD.matcher(name);
    if (head.matches()) {
      int layer =
          switch (head.group(2)) {
            case "proj_in" -> 0;
            case "proj_out" -> depths.getOrDefault(head.group(1), 0) + 1;
            default -> Integer.parseInt(head.group(3)) + 1;
          };
      return head.group(1) + "layers." + layer + head.group(4);
    }
    for (Rule rule : TABLE) {
      Matcher matcher = rule.theirs().matcher(name);
      if (matcher.lookingAt()) {
        StringBuilder ours = new StringBuilder();
        matcher.appendReplacement(ours, rule.ours());
        return ours + name.substring(matcher.end());
      }
    }
    return name;
  }

  private record Rule(Pattern theirs, String ours) {}

  private static Rule rule(String theirs, String ours) {
    return new Rule(Pattern.compile(theirs.replace(".", "\\.").replace("N", "\\d+")), ours);
  }
}
