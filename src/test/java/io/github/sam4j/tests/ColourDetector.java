package io.github.sam4j.tests;

import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A small OWL-ViT whose weights are made by hand, so that what it finds is known: the words {@code
 * red}, {@code green} and {@code blue} fire on cells of that colour, {@code a} says nothing.
 *
 * <p>The picture is divided into {@value #GRID} x {@value #GRID} cells. A cell looks at its lower
 * right quarter, which is in the middle of the box that OWL-ViT gives it before anything is
 * learned: a cell large, around the cell's lower right corner. So a square of a cell's size, half a
 * cell right and down of a cell, is found once, by that cell, with a box right around it.
 *
 * <p>Both towers carry a colour c in CLIP's normalisation as the channels (c, -c, 0 ...): such a
 * vector has mean 0, so that a layer norm changes its length alone.
 */
final class ColourDetector {
  static final int GRID = 4;

  private static final int PATCH = 16;
  private static final int WIDTH = 16;
  private static final int CHANNELS = 8;
  private static final int POSITIONS = 16;
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final List<String> WORDS = List.of("green", "red", "blue", "a");
  private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
  private static final double[] DEVIATION = {0.26862954, 0.26130258, 0.27577711};

  /** A logit is (cosine - 0.7) x 10: 0.95 for the very colour, nothing for another. */
  private static final float SHIFT = -0.7f;

  private static final float SCALE = 10;

  private final SafetensorsWriter weights = new SafetensorsWriter();
  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
  private final List<String> merges = new ArrayList<>();

  private ColourDetector() {
    Set<String> tokens = new LinkedHashSet<>();
    for (String word : WORDS) {
      String left = "";
      for (int i = 0; i < word.length(); i++) {
        String right = word.charAt(i) + (i == word.length() - 1 ? "</w>" : "");
        tokens.add(right);
        if (i > 0) {
          tokens.add(left + right);
          merges.add(left + " " + right);
        }
        left += right;
      }
    }
    tokens.add(START);
    // The text tower ends a text at the greatest id.
    tokens.add(END);
    tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
  }

  /** Boxes around the corners of cells, as said above. */
  static Path write(Path folder) throws IOException {
    return new ColourDetector().write(folder, 0, 0, 0, 0);
  }

  /** The same box for every cell: the upper left quarter of the picture. */
  static Path writeWithOneBox(Path folder) throws IOException {
    // Logits of the box's middle and size, beyond what a cell's place adds to them.
    return new ColourDetector().write(folder, -40, -40, 40, 40);
  }

  private Path write(Path folder, float... boxLogits) throws IOException {
    imageTower();
    textTower();
    heads(boxLogits);
    weights.write(folder.resolve("model.safetensors"));
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "owlvit",
         "text_config": {"num_attention_heads": 2, "hidden_act": "quick_gelu"},
         "vision_config": {"num_attention_heads": 2, "hidden_act": "quick_gelu"}}
        """);
    Files.writeString(
        folder.resolve("vocab.json"),
        vocabulary.entrySet().stream()
            .map(token -> "\"" + token.getKey() + "\": " + token.getValue())
            .collect(Collectors.joining(", ", "{", "}")));
    Files.writeString(
        folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    return folder;
  }

  private void imageTower() {
    String tower = "owlvit.vision_model.";
    float[] patch = new float[WIDTH * 3 * PATCH * PATCH];
    for (int colour = 0; colour < 3; colour++) {
      // 4 x 4 pixels in the middle of the lower right quarter.
      for (int y = 10; y < 14; y++) {
        for (int x = 10; x < 14; x++) {
          patch[((colour * 3 + colour) * PATCH + y) * PATCH + x] = 1 / 16f;
          patch[(((3 + colour) * 3 + colour) * PATCH + y) * PATCH + x] = -1 / 16f;
        }
      }
    }
    add(tower + "embeddings.patch_embedding.weight", patch, WIDTH, 3, PATCH, PATCH);
    zero(tower + "embeddings.position_embedding.weight", 1 + GRID * GRID, WIDTH);
    // The heads multiply patches by the class token: 1 where they have a colour; mean 0.
    float[] classToken = new float[WIDTH];
    Arrays.fill(classToken, 0, WIDTH / 2, 1);
    Arrays.fill(classToken, WIDTH / 2, WIDTH, -1);
    add(tower + "embeddings.class_embedding", classToken, WIDTH);
    norm(tower + "pre_layernorm");
    layer(tower, new float[WIDTH * WIDTH]);
    norm(tower + "post_layernorm");
  }

  private void textTower() {
    String tower = "owlvit.text_model.";
    float[] tokens = new float[vocabulary.size() * WIDTH];
    embed(tokens, "red</w>", 1, 0, 0);
    embed(tokens, "green</w>", 0, 1, 0);
    embed(tokens, "blue</w>", 0, 0, 1);
    add(tower + "embeddings.token_embedding.weight", tokens, vocabulary.size(), WIDTH);
    zero(tower + "embeddings.position_embedding.weight", POSITIONS, WIDTH);
    // With queries and keys of 0 the end token gets the mean of the tokens before it.
    float[] identity = new float[WIDTH * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      identity[i * WIDTH + i] = 1;
    }
    layer(tower, identity);
    norm(tower + "final_layer_norm");
    add("owlvit.text_projection.weight", colours(), CHANNELS, WIDTH);
  }

  private void heads(float[] boxLogits) {
    norm("layer_norm");
    add("class_head.dense0.weight", colours(), CHANNELS, WIDTH);
    zero("class_head.dense0.bias", CHANNELS);
    zero("class_head.logit_shift.weight", 1, WIDTH);
    add("class_head.logit_shift.bias", new float[] {SHIFT}, 1);
    zero("class_head.logit_scale.weight", 1, WIDTH);
    add("class_head.logit_scale.bias", new float[] {SCALE - 1}, 1);
    zero("box_head.dense0.weight", WIDTH, WIDTH);
    zero("box_head.dense0.bias", WIDTH);
    zero("box_head.dense1.weight", WIDTH, WIDTH);
    zero("box_head.dense1.bias", WIDTH);
    zero("box_head.dense2.weight", 4, WIDTH);
    add("box_head.dense2.bias", boxLogits, 4);
  }

  private void embed(float[] tokens, String token, double... rgb) {
    int at = Objects.requireNonNull(vocabulary.get(token)) * WIDTH;
    for (int c = 0; c < 3; c++) {
      float value = (float) ((rgb[c] - MEAN[c]) / DEVIATION[c]);
      tokens[at + c] = value;
      tokens[at + 3 + c] = -value;
    }
  }

  /** From (c, -c, 0 ...) to c. */
  private static float[] colours() {
    float[] matrix = new float[CHANNELS * WIDTH];
    for (int c = 0; c < 3; c++) {
      matrix[c * WIDTH + c] = 0.5f;
      matrix[c * WIDTH + 3 + c] = -0.5f;
    }
    return matrix;
  }

  /** Attention that adds the mean of the tokens seen, times a matrix; a feed-forward of 0. */
  private void layer(String tower, float[] values) {
    String layer = tower + "encoder.layers.0.";
    norm(layer + "layer_norm1");
    norm(layer + "layer_norm2");
    for (String part : List.of("q_proj", "k_proj")) {
      zero(layer + "self_attn." + part + ".weight", WIDTH, WIDTH);
      zero(layer + "self_attn." + part + ".bias", WIDTH);
    }
    for (String part : List.of("v_proj", "out_proj")) {
      add(layer + "self_attn." + part + ".weight", values, WIDTH, WIDTH);
      zero(layer + "self_attn." + part + ".bias", WIDTH);
    }
    for (String part : List.of("fc1", "fc2")) {
      zero(layer + "mlp." + part + ".weight", WIDTH, WIDTH);
      zero(layer + "mlp." + part + ".bias", WIDTH);
    }
  }

  private void norm(String name) {
    float[] ones = new float[WIDTH];
    Arrays.fill(ones, 1);
    add(name + ".weight", ones, WIDTH);
    zero(name + ".bias", WIDTH);
  }

  private void zero(String name, int... shape) {
    add(name, new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
  }

  private void add(String name, float[] values, int... shape) {
    weights.tensor(name, shape, values);
  }
}
