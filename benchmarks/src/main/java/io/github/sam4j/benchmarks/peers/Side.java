package io.github.sam4j.benchmarks.peers;

/** Whose inference is measured. */
enum Side {
  SAM4J("sam4j"),
  ONNX_RUNTIME("ONNX Runtime");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
