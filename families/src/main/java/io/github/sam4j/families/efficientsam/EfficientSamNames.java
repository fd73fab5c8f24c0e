package io.github.sam4j.families.efficientsam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of EfficientSAM's authors, beside SAM's, under which the library's parts ask. */
final class EfficientSamNames {
  /** The authors' beginning of a name, and ours. The first that fits is used. */
  private static final List<Rule> TABLE =
      List.of(
          rule("(image_encoder\\.blocks\\.\\d+\\.mlp\\.)fc(\\d+)\\.", "$1lin$2."),
          rule("(mask_decoder\\.transformer\\.layers\\.\\d+\\.mlp\\.)layers\\.0\\.0\\.", "$1lin1."),
          rule("(mask_decoder\\.transformer\\.layers\\.\\d+\\.mlp\\.)fc\\.", "$1lin2."),
          rule(
              "mask_decoder\\.final_output_upscaling_layers\\.0\\.([01])\\.",
              "mask_decoder.output_upscaling.$1."),
          rule(
              "mask_decoder\\.final_output_upscaling_layers\\.1\\.0\\.",
              "mask_decoder.output_upscaling.3."));

  /** A head of several layers: a hidden one is the first part of a group, the last has a name. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(mask_decoder\\.(?:iou_prediction_head|output_hypernetworks_mlps\\.\\d+)\\.)"
              + "(?:layers\\.(\\d{1,6})\\.0|(fc))(\\..*)");

  private EfficientSamNames() {}

  private record Rule(Pattern pattern, String replacement) {}

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  /**
   * The library's names for a whole file's names; those that the table does not know stay as they
   * are.
   *
   * @return library name to file name
   */
  static Map<String, String> translate(Set<String> names) {
    Map<String, String> internal = new LinkedHashMap<>();
    for (String name : names) {
      internal.putIfAbsent(translate(name, names), name);
    }
    return internal;
  }

  private static String translate(String name, Set<String> all) {
    Matcher head = HEAD.matcher(name);
    if (head.matches()) {
      String layer = head.group(2) != null ? head.group(2) : "" + hidden(head.group(1), all);
      return head.group(1) + "layers." + layer + head.group(4);
    }
    for (Rule rule : TABLE) {
      Matcher matcher = rule.pattern().matcher(name);
      if (matcher.lookingAt()) {
        return matcher.replaceFirst(rule.replacement());
      }
    }
    return name;
  }

  /** Layers of a head before its last. */
  private static int hidden(String head, Set<String> all) {
    int count = 0;
    while (all.contains(head + "layers." + count + ".0.weight")) {
      count++;
    }
    return count;
  }
}
