package io.github.sam4j.benchmarks.peers;

import java.util.Optional;

/** What is measured on both sides, and how often within one process unless told otherwise. */
enum Task {
  ENCODER_VIT_B("encoder, SAM ViT-B at 1024", "sam-vit-b", 1, 3),
  ENCODER_MOBILE_SAM("encoder, MobileSAM at 1024", "mobilesam", 3, 7),
  ENCODER_BUNDLED("encoder, bundled model at 448", "bundled", 50, 50),
  DECODER_FIRST("decoder, first point on an embedding", "mobilesam", 20, 20),
  DECODER_1("decoder, one more point", "mobilesam", 100, 50),
  DECODER_64("decoder, 64 points", "mobilesam", 1, 3),
  DECODER_1_BUNDLED("decoder, one more point, bundled model", "bundled", 100, 50),
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
    return switch (this) {
      case ENCODER_VIT_B, ENCODER_MOBILE_SAM, ENCODER_BUNDLED ->
          Optional.of(models.encoderMultiplyAdds(model));
      case DECODER_FIRST, DECODER_1, DECODER_1_BUNDLED ->
          Optional.of(models.decoderMultiplyAdds(model, 1));
      case DECODER_64 -> Optional.of(models.decoderMultiplyAdds(model, 64));
      case RATE -> Optional.of(ProductRate.MULTIPLY_ADDS);
      default -> Optional.empty();
    };
  }

  /** Whether what depends on the picture alone is there already. */
  boolean prepared() {
    return this == DECODER_1 || this == DECODER_1_BUNDLED;
  }

  /** Whether the peer's decoder runs in it on many prompts, so that its batch matters. */
  boolean batched() {
    return this == DECODER_64 || this == EVERYTHING_MOBILE_SAM || this == EVERYTHING_BUNDLED;
  }
}
