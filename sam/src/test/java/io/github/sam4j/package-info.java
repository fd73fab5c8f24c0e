/** Tests of what the facade keeps to itself. */
@NullMarked
package io.github.sam4j;

import org.jspecify.annotations.NullMarked;
