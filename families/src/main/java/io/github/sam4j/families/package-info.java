/**
 * Families of segmentation models. A family is a package of its own that implements {@link
 * io.github.sam4j.families.Family} and stands with one line in {@code
 * META-INF/services/io.github.sam4j.families.Family}; what two families share lies in the modules
 * of the encoders, prompts and decoders, or here.
 */
@NullMarked
package io.github.sam4j.families;

import org.jspecify.annotations.NullMarked;
