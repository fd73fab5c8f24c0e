package io.github.sam4j.detectors.clip.tokenizer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tests' vocabulary: 914 tokens, 400 merges. */
final class TokenizerFixture {
  private TokenizerFixture() {}

  private static InputStream open(String name) throws IOException {
    InputStream bytes = TokenizerFixture.class.getResourceAsStream("/tokenizer/" + name);
    if (bytes == null) {
      throw new FileNotFoundException("/tokenizer/" + name);
    }
    return bytes;
  }

  static String text(String name) throws IOException {
    try (InputStream bytes = open(name)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void copy(String name, Path folder, String as) throws IOException {
    write(folder, as, text(name));
  }

  static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** A folder of vocab.json and merges.txt. */
  static Path plain(Path folder) throws IOException {
    copy("vocab.json", folder, "vocab.json");
    copy("merges.txt", folder, "merges.txt");
    return folder;
  }
}
