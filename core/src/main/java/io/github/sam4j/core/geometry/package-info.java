/** Points, boxes and sizes in pixels of a picture, and the way from them to a model's input. */
@NullMarked
package io.github.sam4j.core.geometry;

import org.jspecify.annotations.NullMarked;
