/**
 * Detectors find boxes for texts or for an example picture. {@link
 * io.github.sam4j.detectors.Detectors} loads one, {@link io.github.sam4j.detectors.Detector} is
 * what they all do, {@link io.github.sam4j.detectors.DetectorFamily} is what another one implements
 * to be found.
 */
@NullMarked
package io.github.sam4j.detectors;

import org.jspecify.annotations.NullMarked;
