/**
 * The fast CPU engine: oneDNN's primitives with weights packed once, and kernels of our own for
 * what is between them, on native memory of its own.
 */
@NullMarked
package io.github.sam4j.cpu;

import org.jspecify.annotations.NullMarked;
