package io.github.sam4j.encoder;

/** What every image encoder's sizes tell. */
public interface EncoderConfig {
  /** Side of the input in pixels, S: 1024 for most published models. */
  int inputSize();

  /** Side of the embedding in cells, G: S / 16 for most. */
  int grid();

  /** Channels of the embedding, C: 256 for the published models. */
  int channels();
}
