/** End-to-end, parity and architecture tests of the whole library. */
@NullMarked
package io.github.sam4j.tests;

import org.jspecify.annotations.NullMarked;
