/**
 * This project's own models from sam4j-2 on: an EfficientNet behind SAM's prompt encoder, and a
 * mask decoder with finer features as SAM 2 has them.
 */
@NullMarked
package io.github.sam4j.families.sam4j;

import org.jspecify.annotations.NullMarked;
