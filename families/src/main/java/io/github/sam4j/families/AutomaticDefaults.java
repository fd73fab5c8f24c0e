package io.github.sam4j.families;

/**
 * How a model's authors segment everything in a picture, where models differ.
 *
 * @param predIouThresh masks whose predicted IoU is not higher are dropped
 * @param regions where small holes and islands are removed
 */
public record AutomaticDefaults(double predIouThresh, Regions regions) {
  /** Where small holes and islands are removed. */
  public enum Regions {
    /** In the masks that are left in the end, at the picture's size, as SAM's generator does. */
    IN_MASKS,
    /** In the low-resolution logits of every mask, before it is filtered, as SAM 2's does. */
    IN_LOGITS
  }

  /** SAM's. */
  public static final AutomaticDefaults SAM = new AutomaticDefaults(0.88, Regions.IN_MASKS);
}
