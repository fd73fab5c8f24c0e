/**
 * SAM's mask decoder: from an image embedding and encoded prompts to masks, and their ranking.
 *
 * <p>{@link io.github.sam4j.decoder.MaskDecoder#load} builds it from its parts; models that differ
 * in some of them put it together from others.
 */
@NullMarked
package io.github.sam4j.decoder;

import org.jspecify.annotations.NullMarked;
