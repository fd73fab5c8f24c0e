package io.github.sam4j.internal;

import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;

/**
 * A decoder's mask brought to the picture's pixels.
 *
 * @param bits the mask
 * @param stability its stability score
 * @param logits where it came from
 */
public record UpscaledMask(BitMask bits, double stability, LowResolutionLogits logits) {}
