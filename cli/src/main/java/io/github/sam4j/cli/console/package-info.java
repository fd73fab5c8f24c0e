/** What the commands share: options, progress, tables, and why something failed. */
@NullMarked
package io.github.sam4j.cli.console;

import org.jspecify.annotations.NullMarked;
