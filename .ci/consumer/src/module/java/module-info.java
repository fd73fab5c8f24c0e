/** The application as a module: one automatic module that is required makes all of them readable. */
module consumer {
  requires io.github.sam4j;
}
