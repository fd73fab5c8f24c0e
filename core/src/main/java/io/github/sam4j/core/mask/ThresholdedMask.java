package io.github.sam4j.core.mask;

/**
 * A mask cut out of its logits.
 *
 * @param bits the pixels above the threshold
 * @param stability how little they depend on it: the {@link StabilityScore}
 */
public record ThresholdedMask(BitMask bits, float stability) {}
