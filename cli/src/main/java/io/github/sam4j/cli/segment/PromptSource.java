package io.github.sam4j.cli.segment;

import io.github.sam4j.formats.Picture;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a picture's prompts come from. */
sealed interface PromptSource {
  /** No prompts: automatic masks. */
  record Everything() implements PromptSource {
    @Override
    public Optional<Picture> of(Picture picture) {
      return Optional.of(picture);
    }

    @Override
    public Stream<Prompt> all() {
      return Stream.empty();
    }
  }

  /** The same prompts for every picture. */
  record Same(List<Prompt> prompts) implements PromptSource {
    @Override
    public Optional<Picture> of(Picture picture) {
      return Optional.of(picture.withPrompts(prompts));
    }

    @Override
    public Stream<Prompt> all() {
      return prompts.stream();
    }
  }

  /** Prompts of their own for some pictures; the other pictures are left out. */
  record FromFile(PromptFile file) implements PromptSource {
    @Override
    public Optional<Picture> of(Picture picture) {
      return Optional.ofNullable(file.of(picture.file())).map(picture::withPrompts);
    }

    @Override
    public Stream<Prompt> all() {
      return file.prompts().values().stream().flatMap(List::stream);
    }
  }

  /** The picture with its prompts, unless it is to be left out. */
  Optional<Picture> of(Picture picture);

  /** Every prompt there is. */
  Stream<Prompt> all();

  /** Whether a text or an example is among them, which only a text model can find. */
  default boolean needsTextModel() {
    return all().anyMatch(prompt -> !(prompt instanceof SpatialPrompt));
  }
}
