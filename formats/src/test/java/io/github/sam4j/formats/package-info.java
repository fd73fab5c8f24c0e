/** Tests of what a run writes. */
@NullMarked
package io.github.sam4j.formats;

import org.jspecify.annotations.NullMarked;
