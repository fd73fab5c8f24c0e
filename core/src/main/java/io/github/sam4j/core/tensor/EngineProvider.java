package io.github.sam4j.core.tensor;

/** Makes an engine; found through {@link java.util.ServiceLoader}. */
public interface EngineProvider {
  /** The name by which {@code -Dsam4j.engine} asks for it, in lower case: "portable", "cpu". */
  String name();

  /** Providers are tried from the highest to the lowest. The portable engine has 0. */
  int priority();

  /**
   * Why this engine cannot run here, in a sentence for the log; empty when it can.
   *
   * @return an empty string or the reason
   */
  String unavailable();

  /**
   * Does ahead of time, off the path of a program that goes on, what the first engine would have to
   * do.
   */
  default void prepare() {
    unavailable();
  }

  /** Makes an engine; only called when {@link #unavailable()} is empty. */
  Engine create(EngineOptions options);
}
