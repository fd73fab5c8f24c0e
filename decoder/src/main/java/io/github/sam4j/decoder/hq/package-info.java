/**
 * The mask decoder of SAM-HQ (Ke et al. 2023, "Segment Anything in High Quality"): SAM's, with one
 * more output token, whose mask is drawn on features that are finer than the image embedding.
 */
@NullMarked
package io.github.sam4j.decoder.hq;

import org.jspecify.annotations.NullMarked;
