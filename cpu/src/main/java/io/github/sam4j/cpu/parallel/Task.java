package io.github.sam4j.cpu.parallel;

/** One operator's work, cut into numbered parts that do not depend on each other. */
@FunctionalInterface
public interface Task {
  /** Does one part; any thread, any order. */
  void run(Worker worker, int part);
}
