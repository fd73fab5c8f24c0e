/** A picture's masks as JSON. */
@NullMarked
package io.github.sam4j.formats.json;

import org.jspecify.annotations.NullMarked;
