/** Tables from the names in checkpoints to the names the library uses. */
@NullMarked
package io.github.sam4j.weights.naming;

import org.jspecify.annotations.NullMarked;
