/** SAM's mask decoder: from an image embedding and encoded prompts to masks, and their ranking. */
@NullMarked
package io.github.sam4j.decoder;

import org.jspecify.annotations.NullMarked;
