/** Checkpoints that users have: opened, checked, and read under one naming. */
@NullMarked
package io.github.sam4j.weights;

import org.jspecify.annotations.NullMarked;
