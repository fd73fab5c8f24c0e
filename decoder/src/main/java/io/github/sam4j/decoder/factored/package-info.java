/**
 * The two-way transformer and the upscaling for prompts without a mask, without ever computing
 * their images.
 *
 * <p>Before the transformer the image is the same for all prompts. Each of its two blocks adds to
 * every cell a mixture of few vectors, one for each token and head, and a layer norm divides the
 * cell by its length. So a cell after two blocks is still the image's own, plus some 100
 * coefficients times vectors of the prompt; and whatever is linear in cells is that of the image,
 * computed once, plus the coefficients times that of the prompt's vectors. With some 7 tokens this
 * is half the work of {@link io.github.sam4j.decoder.transformer.TwoWayTransformer}, and an eighth
 * of its traffic with memory.
 *
 * <h2>Symbols</h2>
 *
 * <p>i counts cells, t tokens, h heads. x0[i] is a cell of the image embedding with what stands for
 * no mask, x1[i] and x2[i] the same cell after the first and the second block; e[i] is the cell's
 * position. y[t] are a block's tokens after its MLP, v[t, h] = V_h y[t] + c_h their values in its
 * image-to-token attention, O_h the columns of that attention's result projection for head h, o its
 * bias. g and b are the gain and bias of the block's last norm ({@code norm4}); * multiplies
 * channel by channel. C y is y less its mean over the channels, so that a layer norm is g * C y /
 * length + b with length = sqrt(|C y|^2 / channels + epsilon). A number behind a symbol says which
 * block.
 *
 * <h2>Cells</h2>
 *
 * <p>The image-to-token attention adds O_h v[t, h], weighted by a softmax w[i, t, h] over a head's
 * tokens. Its sum with the cell, normalised:
 *
 * <pre>
 * x1[i] = g1 * n1[i] + b1
 * n1[i] = scale1[i] (image1[i] + sum over t, h of w1[i, t, h] prompt1[t, h])
 *     image1[i]     = C (x0[i] + o1)
 *     prompt1[t, h] = C O1_h v1[t, h]
 * </pre>
 *
 * <p>with scale1 = 1 / length. The second block does the same to x1. All of its sum is divided by
 * scale1[i] to get the old vectors out of the bracket, and as the weights of a head add up to 1,
 * what is added to every cell, b1 + o2, is shared out to the heads:
 *
 * <pre>
 * x2[i] = g2 * n2[i] + b2
 * n2[i] = scale2[i] (image2[i]
 *             + sum over t, h of w1[i, t, h] kept2[t, h]
 *             + sum over t, h of (w2[i, t, h] / scale1[i]) added2[t, h])
 *     image2[i]     = C (g1 * image1[i])
 *     kept2[t, h]   = C (g1 * prompt1[t, h])
 *     added2[t, h]  = C O2_h v2[t, h] + shift2 / heads,   shift2 = C (b1 + o2)
 * </pre>
 *
 * <p>So the cells of either state are a {@link io.github.sam4j.core.tensor.FactoredMap}: its base
 * is the image's part, its basis are the prompt's vectors, prompt1 or kept2 followed by added2, and
 * its coefficients are all that is computed for a cell. The gain and bias of the norm are left to
 * what comes after it ({@link io.github.sam4j.decoder.factored.FactoredNorm}).
 *
 * <h2>What is linear in cells</h2>
 *
 * <p>For a projection W, as are those of keys, values and queries and the first convolution of the
 * upscaling:
 *
 * <pre>
 * W (x1[i] + e[i]) = scale1[i] (W' image1[i] + sum over t, h of w1[i, t, h] W' prompt1[t, h])
 *                    + W e[i] + W b1,   W' = W with its columns times g1
 * </pre>
 *
 * <ul>
 *   <li>W' image1 and, for the second state, W' image2 are affine in x0: made once for each image
 *       ({@link io.github.sam4j.decoder.factored.ImagePlanes}), with C, o1 and the gains folded
 *       into their matrices ({@link io.github.sam4j.decoder.factored.CellState});
 *   <li>W' times the prompt's vectors is made for each prompt, for some 100 of them instead of 4096
 *       cells;
 *   <li>W e is the same for all images: made once for each model;
 *   <li>W b1 is the same for all cells: the softmax over cells does not see it in keys; in values
 *       it is added to their mean, in queries to W e, in the convolution to its bias.
 * </ul>
 *
 * <h2>Lengths</h2>
 *
 * <p>The norm needs |image[i] + sum over r of coefficient[i, r] prompt[r]|^2 (all of these have a
 * mean of 0), which is
 *
 * <pre>
 * |image[i]|^2                                                     squares, for each image
 *   + 2 sum over r of coefficient[i, r] (image[i] . prompt[r])     overlaps
 *   + sum over r, s of coefficient[i, r] coefficient[i, s] (prompt[r] . prompt[s])     gram
 * </pre>
 *
 * <p>A prompt's vector is linear in the values of its token and head, so an overlap is (M_h^T
 * image[i]) . v[t, h] with M_h = C O1_h, C (g1 * C O1_h) or C O2_h: the planes M^T image are made
 * once for each image, and those of shift2 with them.
 */
@NullMarked
package io.github.sam4j.decoder.factored;

import org.jspecify.annotations.NullMarked;
