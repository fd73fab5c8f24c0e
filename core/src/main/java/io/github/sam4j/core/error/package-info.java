/** The typed errors of the library. */
@NullMarked
package io.github.sam4j.core.error;

import org.jspecify.annotations.NullMarked;
