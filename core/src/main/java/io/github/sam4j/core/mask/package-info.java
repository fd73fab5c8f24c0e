/**
 * Masks as bits, their run-length encoding, outlines, and the arithmetic of mask post-processing.
 */
@NullMarked
package io.github.sam4j.core.mask;

import org.jspecify.annotations.NullMarked;
