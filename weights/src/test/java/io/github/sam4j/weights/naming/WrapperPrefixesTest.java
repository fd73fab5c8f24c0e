package io.github.sam4j.weights.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  @Test
  void candidatesBeginWithThoseThatMostNamesHave() {
    Set<String> names =
        new LinkedHashSet<>(
            List.of("n", "ema.a.x", "ema.a.y", "ema.b.x", "net.a.x", "net.a.y", "criterion.w"));
    assertThat(WrapperPrefixes.candidates(names))
        .startsWith("", "net.", "net.a.", "criterion.", "ema.")
        .hasSizeLessThanOrEqualTo(16);
    assertThat(WrapperPrefixes.candidates(Set.of())).containsExactly("");
  }

  @Test
  void hostileNamesHaveFewCandidates() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      names.add(("p" + i + ".").repeat(50) + "x");
    }
    assertThat(WrapperPrefixes.candidates(names)).hasSize(16);
  }

  @Test
  void tablesBelowAPrefix() {
    NameTable table = names -> Map.of("ours." + names.iterator().next(), names.iterator().next());
    Set<String> names = new LinkedHashSet<>(List.of("loss", "net.theirs"));
    assertThat(table.below("net.").translate(names)).isEqualTo(Map.of("ours.theirs", "net.theirs"));
    assertThat(table.below("").translate(Set.of("a"))).isEqualTo(Map.of("ours.a", "a"));
  }
}
