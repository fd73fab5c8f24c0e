/** The bundled model: a small one, so that {@code Sam.bundled()} works with no download. */
@NullMarked
package io.github.sam4j.model;

import org.jspecify.annotations.NullMarked;
