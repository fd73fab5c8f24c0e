/** The command line of sam4j. */
@NullMarked
package io.github.sam4j.cli;

import org.jspecify.annotations.NullMarked;
