/** The model's input and outputs as NumPy arrays. */
@NullMarked
package io.github.sam4j.formats.npy;

import org.jspecify.annotations.NullMarked;
