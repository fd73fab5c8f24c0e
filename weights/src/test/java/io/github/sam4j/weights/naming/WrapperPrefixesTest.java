package io.github.sam4j.weights.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class WrapperPrefixesTest {
  @Test
  void wrappersComeOffWhenAllNamesHaveThem() {
    assertThat(WrapperPrefixes.common(Set.of("module.a", "module.b"))).isEqualTo("module.");
    assertThat(WrapperPrefixes.common(Set.of("module._orig_mod.a", "module._orig_mod.b")))
        .isEqualTo("module._orig_mod.");
    assertThat(WrapperPrefixes.common(Set.of("module.a", "b"))).isEmpty();
    assertThat(WrapperPrefixes.common(Set.of())).isEmpty();
  }
}
