/** A format from elsewhere, as far as this module knows. */
@NullMarked
package io.github.sam4j.formats.toy;

import org.jspecify.annotations.NullMarked;
