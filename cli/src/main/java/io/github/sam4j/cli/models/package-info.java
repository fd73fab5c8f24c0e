/** {@code sam4j models}: published checkpoints and the folder they are kept in. */
@NullMarked
package io.github.sam4j.cli.models;

import org.jspecify.annotations.NullMarked;
