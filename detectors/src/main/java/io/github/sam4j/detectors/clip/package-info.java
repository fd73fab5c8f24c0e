/**
 * CLIP's image tower and text tower, and the transformer that both share (Radford et al. 2021,
 * "Learning Transferable Visual Models From Natural Language Supervision"). Internal.
 */
@NullMarked
package io.github.sam4j.detectors.clip;

import org.jspecify.annotations.NullMarked;
