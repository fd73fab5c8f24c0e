/** Short programs that show one use of the library each. */
@NullMarked
package io.github.sam4j.examples.programs;

import org.jspecify.annotations.NullMarked;
