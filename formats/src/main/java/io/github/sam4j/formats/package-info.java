/**
 * What is found in pictures, and the ways to write it: a {@link io.github.sam4j.formats.SegmentJob}
 * segments pictures and hands them to {@link io.github.sam4j.formats.MaskFormat}s, each in a
 * package of its own.
 */
@NullMarked
package io.github.sam4j.formats;

import org.jspecify.annotations.NullMarked;
