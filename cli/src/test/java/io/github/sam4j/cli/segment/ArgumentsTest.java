package io.github.sam4j.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.ExamplePrompt;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ArgumentsTest {
  @Test
  void withoutPromptsEverythingIsSegmented() throws IOException {
    assertThat(prompts()).isInstanceOf(PromptSource.Everything.class);
  }

  @Test
  void allPointsAreOnePrompt() throws IOException {
    assertThat(prompts("--point", "1,2", "--point=3.5,4,0", "--point", "5,6,1"))
        .isEqualTo(same(Prompt.point(1, 2).exclude(3.5, 4).include(5, 6)));
  }

  @Test
  void pointsBelongToTheOnlyBox() throws IOException {
    assertThat(prompts("--point", "1,2", "--box", "0,0,10,20"))
        .isEqualTo(same(Prompt.point(1, 2).within(new Box(0, 0, 10, 20))));
  }

  @Test
  void severalBoxesAreAPromptEach() throws IOException {
    assertThat(prompts("--box", "0,0,10,20", "--box", "1,2,3,4"))
        .isEqualTo(same(Prompt.box(0, 0, 10, 20), Prompt.box(1, 2, 3, 4)));
  }

  @Test
  void pointsAndSeveralBoxesDoNotGoTogether() {
    assertThatThrownBy(() -> prompts("--box", "0,0,1,2", "--box", "1,2,3,4", "--point", "1,1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use --prompts");
    assertThatThrownBy(() -> prompts("--prompts", "file", "--point", "1,1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be combined");
  }

  @Test
  void allTextsAreOnePromptThatPlacesNarrow() throws IOException {
    assertThat(prompts("--text", "a dog", "--text", "red car"))
        .isEqualTo(same(Prompt.texts("a dog", "red car")));
    assertThat(prompts("--text", "dog", "--point", "1,2", "--point", "3,4,0", "--box", "0,0,10,20"))
        .isEqualTo(
            same(Prompt.text("dog").include(1, 2).exclude(3, 4).within(new Box(0, 0, 10, 20))));
    assertThatThrownBy(() -> prompts("--text", "dog", "--box", "0,0,1,2", "--box", "1,2,3,4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use --prompts");
    assertThatThrownBy(() -> prompts("--text", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a text needs something to find");
  }

  @Test
  void anExampleIsAPicture(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("example.png");
    SamImage.ofRgb(new ImageSize(2, 1), new byte[6]).writePng(file);
    PromptSource source = prompts("--like", file.toString());
    assertThat(source.all()).singleElement().isInstanceOf(ExamplePrompt.class);
    assertThat(source.needsTextModel()).isTrue();
    assertThatThrownBy(() -> prompts("--like", file.toString(), "--text", "dog"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--like says everything");
  }

  @Test
  void limitsOfTextsArrive() {
    GroundingOptions defaults = GroundingOptions.defaults();
    assertThat(parsed(new PromptOptions()).grounding(defaults)).isEqualTo(defaults);
    assertThat(
            parsed(new PromptOptions(), "--text-threshold=0.3", "--text-max=7").grounding(defaults))
        .isEqualTo(defaults.withScoreThreshold(0.3).withMaximumCount(7));
    assertThatThrownBy(() -> parsed(new PromptOptions(), "--text-threshold=3").grounding(defaults))
        .hasMessage("--text-threshold must be in [0, 1], found 3.0");
    assertThatThrownBy(() -> parsed(new PromptOptions(), "--text-max=0").grounding(defaults))
        .hasMessage("--text-max must be at least 1, found 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--point | 1       | expected x,y or x,y,0 in pixels, found '1'",
        "--point | 1,two   | expected x,y or x,y,0 in pixels, found '1,two'",
        "--point | 1,2,3   | a point's label is 1 (object) or 0 (background), found '1,2,3'",
        "--point | 1,NaN   | expected x,y or x,y,0 in pixels, found '1,NaN'",
        "--box   | 1,2,3   | expected x0,y0,x1,y1 in pixels, found '1,2,3'",
        "--box   | 5,2,3,4 | a box needs finite x0 <= x1 and y0 <= y1",
      })
  void saysWhichPlaceIsWrong(String option, String value, String message) {
    assertThatThrownBy(() -> prompts(option, value))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining(option)
        .hasMessageContaining(message);
  }

  @Test
  void automaticMasksHaveTheDefaultsOfTheLibrary() {
    assertThat(parsed(new EverythingArguments()).options()).isEqualTo(EverythingOptions.defaults());
  }

  @Test
  void everyOptionOfAutomaticMasksArrives() {
    EverythingOptions options =
        parsed(
                new EverythingArguments(),
                "--points-per-side=1",
                "--points-per-batch=2",
                "--pred-iou-thresh=0.3",
                "--stability-score-thresh=0.4",
                "--stability-score-offset=5",
                "--box-nms-thresh=0.6",
                "--crop-n-layers=7",
                "--crop-nms-thresh=0.8",
                "--crop-overlap-ratio=0.9",
                "--crop-n-points-downscale-factor=10",
                "--min-mask-region-area=11",
                "--select=12",
                "--use-m2m",
                "--no-multimask-output")
            .options();
    assertThat(options)
        .isEqualTo(
            new EverythingOptions(1, 2, 0.3, 0.4, 5, 0.6, 7, 0.8, 0.9, 10, 11, 12, true, false));
  }

  @Test
  void noneAndNoChoiceAreTwoThings() {
    assertThat(parsed(new EverythingArguments()).options().select()).isNull();
    assertThat(parsed(new EverythingArguments(), "--select=0").options().select()).isZero();
    assertThatThrownBy(() -> parsed(new EverythingArguments(), "--select=-1").options())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--select must be at least 0, found -1");
  }

  @Test
  void thresholdsAreChecked() {
    assertThatThrownBy(() -> parsed(new EverythingArguments(), "--pred-iou-thresh=88").options())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--pred-iou-thresh must be in [0, 1], found 88.0");
  }

  @Test
  void modelOptionsArrive() {
    ModelOptions model = parsed(new ModelOptions(), "--threads=3", "--precision=bf16");
    assertThat(model.model()).isEqualTo("bundled");
    assertThat(model.options().threads()).isEqualTo(3);
    assertThat(model.options().precision()).isEqualTo(Precision.BF16);
    assertThat(model.options().textModel()).isNull();
    assertThat(parsed(new ModelOptions(), "--text-model=owl").options().textModel())
        .isEqualTo("owl");
    assertThatThrownBy(() -> parsed(new ModelOptions(), "--threads=0").options())
        .hasMessage("--threads must be at least 1, found 0");
  }

  private static PromptSource prompts(String... args) throws IOException {
    return parsed(new PromptOptions(), args).source();
  }

  private static PromptSource same(Prompt... prompts) {
    return new PromptSource.Same(List.of(prompts));
  }

  private static <T> T parsed(T options, String... args) {
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
    spec.addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return options;
  }
}
