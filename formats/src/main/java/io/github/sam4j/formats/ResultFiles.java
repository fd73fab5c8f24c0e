package io.github.sam4j.formats;

/** What the files of a picture's results are called, relative to the output folder. */
final class ResultFiles {
  private ResultFiles() {}

  static String overlay(String name) {
    return name + ".overlay.png";
  }

  static String json(String name) {
    return name + ".json";
  }

  static String mask(String name, int number) {
    return name + "/" + number + ".png";
  }

  /** The picture as it was decoded, for the page. */
  static String original(String name) {
    return name + "/original.jpg";
  }

  /** The overlay made small, for the page. */
  static String thumbnail(String name) {
    return name + "/thumbnail.jpg";
  }

  static String array(String name, String what) {
    return name + "." + what + ".npy";
  }
}
