package io.github.sam4j.cpu;

/** Something that one engine packed. */
interface Packed {
  /** The engine that did, and alone can use it. */
  CpuEngine engine();
}
