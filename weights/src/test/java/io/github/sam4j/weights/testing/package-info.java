/** Writers of checkpoints, for tests here and in other modules. */
@NullMarked
package io.github.sam4j.weights.testing;

import org.jspecify.annotations.NullMarked;
