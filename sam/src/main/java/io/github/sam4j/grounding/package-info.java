/** Detectors of texts and of example pictures: OWL-ViT and OWLv2, put together and loaded. */
@NullMarked
package io.github.sam4j.grounding;

import org.jspecify.annotations.NullMarked;
