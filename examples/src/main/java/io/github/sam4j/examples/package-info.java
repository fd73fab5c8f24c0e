/** The command line of sam4j. */
@NullMarked
package io.github.sam4j.examples;

import org.jspecify.annotations.NullMarked;
