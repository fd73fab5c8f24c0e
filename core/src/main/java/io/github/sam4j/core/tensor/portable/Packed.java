package io.github.sam4j.core.tensor.portable;

/** Weights in the portable engine's layout. */
interface Packed {
  /** The engine that made and owns them. */
  PortableEngine engine();
}
