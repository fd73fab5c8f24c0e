/** Published checkpoints: where they are, the folder they are kept in, and how they get there. */
@NullMarked
package io.github.sam4j.weights.catalogue;

import org.jspecify.annotations.NullMarked;
