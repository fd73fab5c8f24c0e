package io.github.sam4j.formats.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void escapesText() {
    assertThat(Html.text("<b>\"a\" & 'b'")).isEqualTo("&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;");
  }

  @Test
  void makesLinksOfAwkwardNames() {
    assertThat(Html.link("a b/50% #1?.png")).isEqualTo("./a%20b/50%25%20%231%3F.png");
    assertThat(Html.link("c:d.png")).isEqualTo("./c:d.png");
    assertThat(Html.link("ü&<\".png")).isEqualTo("./%C3%BC&amp;%3C%22.png");
  }
}
