/** How model parts ask for their weights, whatever file these come from. */
@NullMarked
package io.github.sam4j.core.parameters;

import org.jspecify.annotations.NullMarked;
