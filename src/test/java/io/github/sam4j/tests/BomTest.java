package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What the BOM manages in the builds of those who import it: our artifacts and the native
 * libraries, nothing else. It has no parent and imports nothing, so that its file tells all.
 */
class BomTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String OURS = "io.github.sam4j";
  private static final Map<String, Set<String>> NATIVES =
      Map.of(
          "org.bytedeco", Set.of("javacpp", "openblas", "opencv", "dnnl", "opencl"),
          "org.nd4j", Set.of("nd4j-native"));

  private final Element parent = pom(ROOT);
  private final Element bom = pom(ROOT.resolve("bom"));

  @Test
  void nothingComesFromElsewhere() {
    assertThat(children(bom, "parent")).isEmpty();
    assertThat(managed()).extracting(it -> text(it, "scope")).containsOnly("");
  }

  @Test
  void onlyOurArtifactsAndTheNativesAreManaged() {
    assertThat(managed())
        .allSatisfy(
            it -> {
              String group = text(it, "groupId");
              String artifact = text(it, "artifactId");
              if (!group.equals(OURS)) {
                assertThat(NATIVES).as("groups of natives, for %s", artifact).containsKey(group);
                assertThat(NATIVES.get(group)).contains(artifact.replaceFirst("-platform$", ""));
              }
            });
  }

  @Test
  void everyPublishedModuleIsManaged() {
    assertThat(ours()).containsAll(published());
  }

  @Test
  void versionsAreTheParents() {
    assertThat(text(bom, "version")).isEqualTo(text(parent, "version"));
    assertThat(properties(parent)).containsAllEntriesOf(properties(bom));
    assertThat(managed())
        .extracting(it -> text(it, "version"))
        .allMatch(
            it ->
                it.equals("${project.version}")
                    || properties(bom).containsKey(it.replaceAll("[${}]", "")));
  }

  private List<Element> managed() {
    Element management = children(bom, "dependencyManagement").get(0);
    return children(children(management, "dependencies").get(0), "dependency");
  }

  private List<String> ours() {
    return managed().stream()
        .filter(it -> text(it, "groupId").equals(OURS))
        .map(it -> text(it, "artifactId"))
        .toList();
  }

  /** Artifacts of the modules that are deployed; the parent and the BOM are no dependencies. */
  private List<String> published() {
    List<String> artifacts = new ArrayList<>();
    for (Element module : children(children(parent, "modules").get(0), "module")) {
      Element pom = pom(ROOT.resolve(module.getTextContent().strip()));
      boolean kept = "true".equals(properties(pom).get("maven.deploy.skip"));
      if (!kept && !text(pom, "artifactId").equals(text(bom, "artifactId"))) {
        artifacts.add(text(pom, "artifactId"));
      }
    }
    return artifacts;
  }

  private static Map<String, String> properties(Element pom) {
    Map<String, String> properties = new TreeMap<>();
    for (Element block : children(pom, "properties")) {
      for (Element property : children(block, "*")) {
        properties.put(property.getTagName(), property.getTextContent().strip());
      }
    }
    return properties;
  }

  private static Element pom(Path folder) {
    Path file = folder.resolve("pom.xml");
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  /** Text of the child of that name, or nothing where there is none. */
  private static String text(Element element, String name) {
    List<Element> found = children(element, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }

  private static List<Element> children(Element element, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && (name.equals("*") || child.getTagName().equals(name))) {
        found.add(child);
      }
    }
    return found;
  }
}
