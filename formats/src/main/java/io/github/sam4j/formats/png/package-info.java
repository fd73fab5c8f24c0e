/** Masks and overlays as PNG pictures. */
@NullMarked
package io.github.sam4j.formats.png;

import org.jspecify.annotations.NullMarked;
