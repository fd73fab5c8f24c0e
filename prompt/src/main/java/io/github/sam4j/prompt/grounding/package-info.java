/** Finds the boxes that a text or an example picture speaks of, and OWL-ViT's heads for it. */
@NullMarked
package io.github.sam4j.prompt.grounding;

import org.jspecify.annotations.NullMarked;
