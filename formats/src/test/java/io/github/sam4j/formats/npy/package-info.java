/** Tests of the format. */
@NullMarked
package io.github.sam4j.formats.npy;

import org.jspecify.annotations.NullMarked;
