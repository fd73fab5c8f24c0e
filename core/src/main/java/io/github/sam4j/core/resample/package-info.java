/** Interpolation along an axis, for maps of floats. */
@NullMarked
package io.github.sam4j.core.resample;

import org.jspecify.annotations.NullMarked;
