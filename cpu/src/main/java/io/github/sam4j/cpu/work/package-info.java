/**
 * What an operator works with: what its engine shares among callers, and what is its caller's
 * alone.
 */
@NullMarked
package io.github.sam4j.cpu.work;

import org.jspecify.annotations.NullMarked;
