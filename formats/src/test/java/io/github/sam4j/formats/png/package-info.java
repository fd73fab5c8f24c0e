/** Tests of the format. */
@NullMarked
package io.github.sam4j.formats.png;

import org.jspecify.annotations.NullMarked;
