package io.github.sam4j.formats;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why something failed, in one line. */
public final class Failure {
  private Failure() {}

  /** With the file it is about, named once. */
  public static String reason(Path file, Throwable failure) {
    String reason = reason(failure);
    return reason.contains(file.toString()) ? reason : file + ": " + reason;
  }

  /** With the file it is about, if the failure names one. */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return "no such file: " + message;
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission: " + message;
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file already: " + message;
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); SAM4J_JAVA_OPTS=-Xmx... gives more";
    }
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
