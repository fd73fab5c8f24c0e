/**
 * From a decoder's grid to a picture's pixels: segment-anything's {@code Sam.postprocess_masks}.
 *
 * <p>{@link io.github.sam4j.core.mask.resample.LogitResampling} is the door. Behind it a {@code
 * ThresholdPass} goes over the picture eight rows at a time; {@code LogitBounds} tells from the
 * grid which words of 64 pixels lie on one side of a threshold, {@code ResampledRows} interpolates
 * those that do not, and {@code ThresholdedPixels} make bits or counts of either.
 */
@NullMarked
package io.github.sam4j.core.mask.resample;

import org.jspecify.annotations.NullMarked;
