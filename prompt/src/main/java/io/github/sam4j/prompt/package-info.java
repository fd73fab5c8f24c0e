/** The prompts that a user makes, and SAM's prompt encoder. */
@NullMarked
package io.github.sam4j.prompt;

import org.jspecify.annotations.NullMarked;
