/** OWL-ViT and OWLv2: CLIP's towers with heads that predict a box for each patch of a picture. */
@NullMarked
package io.github.sam4j.detectors.owl;

import org.jspecify.annotations.NullMarked;
