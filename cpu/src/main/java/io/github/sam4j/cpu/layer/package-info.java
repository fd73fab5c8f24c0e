/** Layers, products and what is done element by element. */
@NullMarked
package io.github.sam4j.cpu.layer;

import org.jspecify.annotations.NullMarked;
