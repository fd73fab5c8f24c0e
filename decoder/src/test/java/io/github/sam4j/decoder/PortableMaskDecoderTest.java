package io.github.sam4j.decoder;

/** The mask decoder on the portable engine. */
class PortableMaskDecoderTest extends MaskDecoderContract {
  PortableMaskDecoderTest() {
    super("portable", 3, 9 * 2 * 8);
  }
}
