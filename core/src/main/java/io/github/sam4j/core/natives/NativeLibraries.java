package io.github.sam4j.core.natives;

import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/**
 * Loads native libraries. Thread-safe: one at a time, since their classes refer to each other's and
 * could lock each other out while they initialize.
 */
public final class NativeLibraries {
  /** JavaCPP's setting for the variant of a library to look for, such as "-gpu". */
  private static final String EXTENSION = "platform.extension";

  private static boolean openCv;

  private NativeLibraries() {}

  /**
   * Loads another library in its turn.
   *
   * @param loading what loads it
   */
  public static synchronized void load(Runnable loading) {
    loading.run();
  }

  /**
   * Loads OpenCV for reading pictures.
   *
   * @throws LinkageError if it is missing or does not run here
   */
  public static synchronized void loadOpenCv() {
    if (openCv) {
      return;
    }
    Properties settings = Loader.loadProperties();
    // Where no variant is asked for JavaCPP tries the one for CUDA as well, and with it some 30
    // libraries of CUDA in every jar of the class path: more work than all the rest of loading.
    boolean plain = !settings.containsKey(EXTENSION) && !hasCudaVariant(settings);
    if (plain) {
      settings.setProperty(EXTENSION, "");
    }
    try {
      Loader.load(opencv_core.class);
      Loader.load(opencv_imgcodecs.class);
    } finally {
      if (plain) {
        settings.remove(EXTENSION);
      }
    }
    openCv = true;
  }

  private static boolean hasCudaVariant(Properties settings) {
    String library =
        settings.getProperty("platform.library.prefix", "")
            + "jniopencv_core"
            + settings.getProperty("platform.library.suffix", "");
    String folder = "/org/bytedeco/opencv/" + settings.getProperty("platform") + "-gpu/";
    return opencv_core.class.getResource(folder + library) != null;
  }
}
