package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.PixelPoint;

/**
 * A click.
 *
 * @param place where, in pixels of the picture
 * @param foreground true on the object, false on what does not belong to it
 */
public record LabelledPoint(PixelPoint place, boolean foreground) {}
