/** Resampling of pictures as detectors want them. Internal. */
@NullMarked
package io.github.sam4j.detectors.image;

import org.jspecify.annotations.NullMarked;
