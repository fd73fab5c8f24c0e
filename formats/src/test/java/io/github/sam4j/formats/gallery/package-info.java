/** Tests of the format. */
@NullMarked
package io.github.sam4j.formats.gallery;

import org.jspecify.annotations.NullMarked;
