package io.github.sam4j.tests;

import io.github.sam4j.Sam;
import io.github.sam4j.core.tensor.Engines;
import java.util.concurrent.Callable;

/** Which engine computes: the whole suite runs on both. */
enum EngineUnderTest {
  PORTABLE,
  CPU;

  /** Loads a model on this engine. */
  Sam load(Callable<Sam> load) throws Exception {
    return with(load);
  }

  /** Makes something that chooses its engine now. */
  <T> T with(Callable<T> load) throws Exception {
    String before = System.getProperty(Engines.PROPERTY);
    System.setProperty(Engines.PROPERTY, name().toLowerCase(java.util.Locale.ROOT));
    try {
      return load.call();
    } finally {
      if (before == null) {
        System.clearProperty(Engines.PROPERTY);
      } else {
        System.setProperty(Engines.PROPERTY, before);
      }
    }
  }
}
