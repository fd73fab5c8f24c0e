/** Pictures of masks. */
@NullMarked
package io.github.sam4j.formats.image;

import org.jspecify.annotations.NullMarked;
