package io.github.sam4j.core.error;

import java.io.IOException;

/** A picture that cannot be decoded; the message names the file and what is wrong with it. */
public class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a whole message. */
  public ImageFormatException(String message) {
    super(message);
  }

  /** With a whole message and what caused it. */
  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
