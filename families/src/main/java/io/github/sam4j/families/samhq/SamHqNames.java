package io.github.sam4j.families.samhq;

import io.github.sam4j.families.SamNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names of SAM-HQ in Hugging Face's transformers ({@code SamHQModel}), beside its authors',
 * which the library uses.
 */
final class SamHqNames {
  /** Transformers' beginnings of names that SAM does not have, and ours; none begins another. */
  private static final Map<String, String> TABLE =
      Map.ofEntries(
          Map.entry("hq_token.", "hf_token."),
          Map.entry("hq_mask_mlp.proj_in.", "hf_mlp.layers.0."),
          Map.entry("hq_mask_mlp.layers.0.", "hf_mlp.layers.1."),
          Map.entry("hq_mask_mlp.proj_out.", "hf_mlp.layers.2."),
          Map.entry("compress_vit_conv1.", "compress_vit_feat.0."),
          Map.entry("compress_vit_norm.", "compress_vit_feat.1."),
          Map.entry("compress_vit_conv2.", "compress_vit_feat.3."),
          Map.entry("encoder_conv1.", "embedding_encoder.0."),
          Map.entry("encoder_norm.", "embedding_encoder.1."),
          Map.entry("encoder_conv2.", "embedding_encoder.3."),
          Map.entry("mask_conv1.", "embedding_maskfeature.0."),
          Map.entry("mask_norm.", "embedding_maskfeature.1."),
          Map.entry("mask_conv2.", "embedding_maskfeature.3."));

  private static final String DECODER = "mask_decoder.";

  private SamHqNames() {}

  /**
   * The library's names for a whole file's names.
   *
   * @return library name to file name
   */
  static Map<String, String> fromHuggingFace(Set<String> names) {
    Map<String, String> internal = new LinkedHashMap<>();
    SamNames.fromHuggingFace(names).forEach((ours, theirs) -> internal.put(own(ours), theirs));
    return internal;
  }

  /** A name that SAM's table has left as it is may be one of SAM-HQ's. */
  private static String own(String name) {
    return TABLE.entrySet().stream()
        .filter(entry -> name.startsWith(DECODER + entry.getKey()))
        .map(
            entry ->
                DECODER + entry.getValue() + name.substring((DECODER + entry.getKey()).length()))
        .findFirst()
        .orElse(name);
  }
}
