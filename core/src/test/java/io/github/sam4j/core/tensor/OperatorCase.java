package io.github.sam4j.core.tensor;

/**
 * One line of the operators' table.
 *
 * @param operator the operator's name
 * @param detail what is special about this case
 * @param bound the largest |found - expected| / (1 + |expected|) allowed
 * @param run computes with the bench's operators and tells it what to expect
 */
public record OperatorCase(String operator, String detail, double bound, Run run) {
  /** The case itself. */
  public interface Run {
    /** Runs it. */
    void on(OperatorBench bench);
  }

  @Override
  public String toString() {
    return operator + ": " + detail;
  }
}
