package io.github.sam4j.weights;

import io.github.sam4j.weights.naming.SamNames;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whose checkpoint a file is, told by its tensors' names. Families that the library does not run
 * are listed too, so that a message can say what a file is.
 */
public enum ModelFamily {
  /** Segment Anything with a ViT, in segment-anything's or transformers' names. */
  SAM("SAM (Segment Anything)", true),
  /** SAM's prompt encoder and decoder behind a TinyViT. */
  MOBILE_SAM("MobileSAM", true),
  /** CLIP-based detector of texts and example pictures. */
  OWL_VIT("OWL-ViT", true),
  /** Its successor, with an objectness head. */
  OWL_V2("OWLv2", true),
  /** SAM with additional high-quality output token. */
  SAM_HQ("SAM-HQ", false),
  /** SAM with a Hiera encoder and a memory for video. */
  SAM_2("SAM 2", false),
  /** SAM with a plain small ViT and a decoder of its own. */
  EFFICIENT_SAM("EfficientSAM", false),
  /** CLIP alone. */
  CLIP("CLIP", false),
  /** CLIP with a decoder that draws heat maps. */
  CLIP_SEG("CLIPSeg", false),
  /** Detector of texts on a Swin encoder. */
  GROUNDING_DINO("Grounding DINO", false),
  /** None of the above. */
  UNKNOWN("an unknown model", false);

  private final String title;
  private final boolean supported;

  ModelFamily(String title, boolean supported) {
    this.title = title;
    this.supported = supported;
  }

  /** The name that its authors gave it. */
  public String title() {
    return title;
  }

  /** Whether the library can run it. */
  public boolean supported() {
    return supported;
  }

  /** The family whose tensors have these names, wrapper prefixes taken off. */
  static ModelFamily of(Set<String> names) {
    Predicate<String> any = prefix -> names.stream().anyMatch(name -> name.startsWith(prefix));
    if (any.test("owlv2.")) {
      return OWL_V2;
    }
    if (any.test("owlvit.")) {
      return OWL_VIT;
    }
    if (any.test("image_encoder.trunk.")
        || any.test("sam_mask_decoder.")
        || any.test("vision_encoder.backbone.")) {
      return SAM_2;
    }
    if (any.test("mask_decoder.hf_token.") || any.test("mask_decoder.hq_token.")) {
      return SAM_HQ;
    }
    if (any.test("image_encoder.patch_embed.seq.")) {
      return MOBILE_SAM;
    }
    if (any.test("prompt_encoder.bbox_top_left_embeddings")
        || any.test("prompt_encoder.invalid_points")) {
      return EFFICIENT_SAM;
    }
    if (SamNames.isHuggingFace(names)
        || (names.contains("image_encoder.patch_embed.proj.weight")
            && any.test("image_encoder.blocks.0.attn.qkv."))) {
      return SAM;
    }
    return other(any);
  }

  private static ModelFamily other(Predicate<String> any) {
    if (any.test("clip.vision_model.") && any.test("decoder.film_mul.")) {
      return CLIP_SEG;
    }
    if (any.test("vision_model.embeddings.") && any.test("text_model.embeddings.")) {
      return CLIP;
    }
    if (any.test("bert.") && any.test("transformer.enc_out") && any.test("backbone.")) {
      return GROUNDING_DINO;
    }
    return UNKNOWN;
  }
}
