package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Fine-tunes by low-rank adapters (Hu et al. 2021, "LoRA") whose layers are wrapped: the base
 * model's weights are there under other names, and the adapters' product is yet to be added.
 */
final class Adapters {
  private static final Pattern WRAPPED =
      Pattern.compile(
          "(^|.*\\.)(attn\\.qkv\\.(qkv_proj|qkv|w_[ab]_linear_[qkv])|mlp\\.mlp_layer|base_layer"
              + "|lora_[AB])\\..*");

  private Adapters() {}

  /**
   * Checks that there are none.
   *
   * @param title of the family whose model was adapted
   * @throws WeightsFormatException naming the first
   */
  static void refuse(String source, String title, Collection<String> names) {
    names.stream()
        .filter(name -> WRAPPED.matcher(name).matches())
        .findFirst()
        .ifPresent(
            name -> {
              throw WeightsFormatException.file(
                  source,
                  "a checkpoint of " + title + " with its own layers",
                  "a LoRA fine-tune ('"
                      + name
                      + "'): merge the adapter into the weights first, with the code that it was"
                      + " trained with, and save the merged model's state dict");
            });
  }
}
