/** Tests of the format. */
@NullMarked
package io.github.sam4j.formats.json;

import org.jspecify.annotations.NullMarked;
