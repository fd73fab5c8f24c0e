/**
 * The fast CPU engine: oneDNN's matrix products with weights packed once, and fused Vector API
 * kernels for all between them, on ND4J's memory.
 */
@NullMarked
package io.github.sam4j.cpu;

import org.jspecify.annotations.NullMarked;
