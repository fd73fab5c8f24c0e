/** What the commands share: options, progress and tables. */
@NullMarked
package io.github.sam4j.cli.console;

import org.jspecify.annotations.NullMarked;
