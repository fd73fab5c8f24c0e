/** Weights in the order that oneDNN and the kernels want, and how they come into it. */
@NullMarked
package io.github.sam4j.cpu.packed;

import org.jspecify.annotations.NullMarked;
