/**
 * How good masks are: mean IoU of models, and of what needs no model, over labelled pictures.
 *
 * <p>The data: {@code SET/NAME.jpg} with maps of ids {@code NAME.png} and, where objects overlap,
 * {@code NAME_1.png}, {@code NAME_2.png} and so on. A map has the picture's size and one channel of
 * 8 or 16 bits; each of its values but 0 is an object, and 0 says nothing.
 *
 * <p>The protocol, the same for all that is compared:
 *
 * <ul>
 *   <li>Objects: those of 0.1% to 95% of the picture and of at least 60 pixels. Of more than 6 in a
 *       picture every n-th is taken, in the order of maps and ids ({@link
 *       io.github.sam4j.cli.evaluate.InstanceChoice}).
 *   <li>Box: the least and greatest column and row of the object, as segment-anything has it; one
 *       mask ({@code SINGLE}).
 *   <li>First click: the object's deepest pixel, the one farthest from what is outside, and beyond
 *       the picture's border all is outside; three masks ({@code MULTIPLE}), of which the one
 *       ranked first counts, and the best as a figure of its own.
 *   <li>Further clicks: of the missed pixels and of those too many, the deepest, on the object or
 *       beside it accordingly, and no pixel twice (as Sofiiuk et al. 2021, "Reviving Iterative
 *       Training with Mask Guidance for Interactive Segmentation"); all clicks so far and the mask
 *       so far (its low-resolution logits) are the prompt; one mask ({@code SINGLE}). A mask
 *       without an error gets no further click.
 *   <li>Figures: the mean IoU over the objects of a set, then the mean over the sets, so that a set
 *       with many objects counts no more than one with few.
 *   <li>Everything, where it is asked for: automatic masks from 32 x 32 clicks, by the model's
 *       thresholds and chosen ({@link io.github.sam4j.EverythingFilter}). All objects larger than
 *       0.1% of the picture count, and one is found if some mask has an IoU of at least 0.5 with
 *       it. The part found and the number of masks are figures of a picture; those of a set, and of
 *       all sets together, are means over pictures.
 * </ul>
 *
 * <p>Baselines on the same boxes: OpenCV's GrabCut (4 iterations, from the rectangle that ends
 * before the box's last column and row), the box itself, and the ellipse in it.
 *
 * <p>A picture that cannot be read, has no map, or has a map of another size or kind is reported
 * and left out for all that is compared; one without an object to take is left out in silence.
 */
@NullMarked
package io.github.sam4j.cli.evaluate;

import org.jspecify.annotations.NullMarked;
