/**
 * Operators on factored maps: many cells made of few vectors each, followed block by block while
 * they are in the cache. Their kernels are here as well; they exist for the Vector API alone.
 */
@NullMarked
package io.github.sam4j.cpu.factored;

import org.jspecify.annotations.NullMarked;
