/**
 * SAM 2's image encoder: a Hiera trunk and a feature pyramid, with parts under their published
 * names (Ryali et al. 2023, "Hiera"; Bolya et al. 2023, "Window Attention is Bugged"; Ravi et al.
 * 2024, "SAM 2").
 */
@NullMarked
package io.github.sam4j.encoder.hiera;

import org.jspecify.annotations.NullMarked;
