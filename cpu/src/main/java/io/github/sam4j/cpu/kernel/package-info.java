/**
 * Loops over native memory that no library has, scalar or on vectors; chosen once for an engine.
 */
@NullMarked
package io.github.sam4j.cpu.kernel;

import org.jspecify.annotations.NullMarked;
