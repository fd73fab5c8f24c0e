package io.github.sam4j.nd4j;

/** Weights in the portable engine's layout. */
interface Packed {
  /** The engine that made and owns them. */
  PortableEngine engine();
}
