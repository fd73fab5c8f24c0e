/** CLIP's image tower (Radford et al. 2021), as detectors that are prompted with text use it. */
@NullMarked
package io.github.sam4j.encoder.clip;

import org.jspecify.annotations.NullMarked;
