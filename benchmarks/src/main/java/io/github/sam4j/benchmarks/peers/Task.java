package io.github.sam4j.benchmarks.peers;

import java.util.Locale;
import java.util.Optional;

/** What is measured on both sides, and how often within one process unless told otherwise. */
enum Task {
  ENCODER_VIT_B("encoder, SAM ViT-B at 1024", "sam-vit-b", 1, 3),
  ENCODER_MOBILE_SAM("encoder, MobileSAM at 1024", "mobilesam", 3, 7),
  ENCODER_BUNDLED("encoder, bundled model at 448", "bundled", 50, 50),
  ENCODER_SAM2_1_TINY("encoder, SAM 2.1 tiny at 1024", "sam2.1-tiny", 1, 3),
  ENCODER_SAM2_1_BASE_PLUS("encoder, SAM 2.1 base+ at 1024", "sam2.1-base-plus", 1, 3),
  ENCODER_SAM_HQ_LIGHT("encoder and HQ features, SAM-HQ light at 1024", "sam-hq-light", 3, 7),
  ENCODER_EFFICIENT_SAM_TI("encoder, EfficientSAM Ti at 1024", "efficient-sam-ti", 1, 5),
  ENCODER_EFFICIENTVIT_SAM_L0("encoder, EfficientViT-SAM L0 at 512", "efficientvit-sam-l0", 3, 7),
  ENCODER_REPVIT_SAM("encoder, RepViT-SAM at 1024", "repvit-sam", 1, 5),
  ENCODER_EDGE_SAM("encoder, EdgeSAM at 1024", "edge-sam", 3, 7),
  DECODER_FIRST("decoder, first point on an embedding", "mobilesam", 20, 20),
  DECODER_1("decoder, one more point", "mobilesam", 100, 50),
  DECODER_64("decoder, 64 points", "mobilesam", 1, 3),
  DECODER_1_BUNDLED("decoder, one more point, bundled model", "bundled", 100, 50),
  DECODER_1_SAM2_1_TINY("decoder, one more point, SAM 2.1 tiny", "sam2.1-tiny", 100, 50),
  DECODER_1_SAM_HQ_LIGHT("decoder, one more point, SAM-HQ light", "sam-hq-light", 100, 50),
  EVERYTHING_MOBILE_SAM("everything, 32 x 32 points, MobileSAM", "mobilesam", 0, 1),
  EVERYTHING_BUNDLED("everything, 32 x 32 points, bundled model", "bundled", 1, 3),
  START("start of the JVM to the first mask, bundled model", "bundled", 0, 1),
  RATE("product rate", "", 5, 20);

  private final String title;
  private final String model;
  private final int warmup;
  private final int runs;

  Task(String title, String model, int warmup, int runs) {
    this.title = title;
    this.model = model;
    this.warmup = warmup;
    this.runs = runs;
  }

  /** What --only is matched with: the name in lower case and with hyphens, "sam2.1" as it is. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-').replace("sam2-1", "sam2.1");
  }

  String title() {
    return title;
  }

  /** The name that the model's files begin with. */
  String model() {
    return model;
  }

  int warmup() {
    return warmup;
  }

  int runs() {
    return runs;
  }

  /** Multiply-adds of one run; empty where the arithmetic is not the point. */
  Optional<Long> multiplyAdds(Models models) {
    return switch (kind()) {
      case ENCODER -> Optional.of(models.encoderMultiplyAdds(model));
      case DECODER -> Optional.of(models.decoderMultiplyAdds(model, prompts()));
      case RATE -> Optional.of(ProductRate.MULTIPLY_ADDS);
      case EVERYTHING, START -> Optional.empty();
    };
  }

  /** What kind of work it is. */
  enum Kind {
    ENCODER,
    DECODER,
    EVERYTHING,
    START,
    RATE
  }

  Kind kind() {
    return Kind.valueOf(name().split("_", 2)[0]);
  }

  /** Clicks of one run of a decoder. */
  int prompts() {
    return this == DECODER_64 ? 64 : 1;
  }

  /** Whether what depends on the picture alone is there already. */
  boolean prepared() {
    return kind() == Kind.DECODER && this != DECODER_FIRST && this != DECODER_64;
  }

  /**
   * Whether a decoder's features of the picture are computed with the encoder's maps. Then sam4j
   * computes all that it keeps of a picture.
   */
  boolean withFeatures() {
    return this == ENCODER_SAM_HQ_LIGHT;
  }

  /** Whether the peer's decoder runs in it on many prompts, so that its batch matters. */
  boolean batched() {
    return this == DECODER_64 || kind() == Kind.EVERYTHING;
  }
}
