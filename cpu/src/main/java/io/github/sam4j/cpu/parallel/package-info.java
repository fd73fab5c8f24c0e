/** The threads that share an operator's work. */
@NullMarked
package io.github.sam4j.cpu.parallel;

import org.jspecify.annotations.NullMarked;
