/**
 * From a decoder's grid to a picture's pixels.
 *
 * <p>{@link io.github.sam4j.core.mask.resample.LogitResampling}, segment-anything's {@code
 * Sam.postprocess_masks}, and {@link io.github.sam4j.core.mask.resample.BicubicProjection} are the
 * doors. Behind them a {@code ThresholdPass} goes over the picture eight rows at a time; {@code
 * LogitBounds} tells from the grid which words of 64 pixels lie on one side of a threshold, an
 * {@code Interpolation} makes those that do not, and {@code ThresholdedPixels} make bits or counts
 * of either.
 */
@NullMarked
package io.github.sam4j.core.mask.resample;

import org.jspecify.annotations.NullMarked;
