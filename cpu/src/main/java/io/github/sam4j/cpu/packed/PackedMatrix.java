package io.github.sam4j.cpu.packed;

import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Layout;

/**
 * A matrix as oneDNN's products want it.
 *
 * @param layout how it is packed
 * @param span where
 */
public record PackedMatrix(Layout layout, Span span) {}
