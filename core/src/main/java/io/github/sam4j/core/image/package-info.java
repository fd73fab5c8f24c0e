/**
 * Pictures: reading them, refusing what is no whole picture, resizing them exactly as Pillow does,
 * and making a model's input of them.
 */
@NullMarked
package io.github.sam4j.core.image;

import org.jspecify.annotations.NullMarked;
