package io.github.sam4j.decoder;

import java.util.function.IntFunction;

/**
 * What relatives of SAM's decoder have besides, under the names that SAM 2 gives it.
 *
 * @param highResolution whether images bring {@link HighResolution} features, which the upscaling
 *     adds
 * @param objectScore whether a token before all others tells how surely there is an object
 * @param choice which mask tokens answer, of so many
 */
public record DecoderVariant(
    boolean highResolution, boolean objectScore, IntFunction<MaskChoice> choice) {
  /** None of it. */
  public static final DecoderVariant SAM = new DecoderVariant(false, false, MaskChoice::sam);

  /** SAM's, whose upscaling adds finer features. */
  public static final DecoderVariant FINE = new DecoderVariant(true, false, MaskChoice::sam);
}
