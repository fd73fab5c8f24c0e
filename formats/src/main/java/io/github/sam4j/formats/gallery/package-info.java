/** A page over a whole job. */
@NullMarked
package io.github.sam4j.formats.gallery;

import org.jspecify.annotations.NullMarked;
