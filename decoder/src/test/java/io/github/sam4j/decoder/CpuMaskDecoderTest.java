package io.github.sam4j.decoder;

/**
 * The mask decoder on the CPU engine, whose images are factored maps where prompts have no mask.
 */
class CpuMaskDecoderTest extends MaskDecoderContract {
  CpuMaskDecoderTest() {
    // 25 cells fill up to 32.
    super("cpu", 5, 32 * (11 * 8 + 3 + 4 * 6));
  }
}
