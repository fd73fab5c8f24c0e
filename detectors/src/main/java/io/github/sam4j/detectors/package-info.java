/**
 * Detectors find boxes for texts or for an example picture. {@link
 * io.github.sam4j.detectors.Detector} is what they all do.
 */
@NullMarked
package io.github.sam4j.detectors;

import org.jspecify.annotations.NullMarked;
