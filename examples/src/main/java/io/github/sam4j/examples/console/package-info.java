/** What the commands share about talking to the person who runs them. */
@NullMarked
package io.github.sam4j.examples.console;

import org.jspecify.annotations.NullMarked;
