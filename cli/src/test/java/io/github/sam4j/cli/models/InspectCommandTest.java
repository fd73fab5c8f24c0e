package io.github.sam4j.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Small files by hand: none is a whole model. */
class InspectCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();

  private int inspect(Path file) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return command.execute("models", "inspect", file.toString());
  }

  /** A safetensors file of tensors of this shape, each of zeros. */
  private Path safetensors(String shape, int elements, String... names) throws IOException {
    StringBuilder header = new StringBuilder("{");
    int bytes = 0;
    for (String name : names) {
      header
          .append(bytes == 0 ? "" : ",")
          .append("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,".formatted(name, shape))
          .append("\"data_offsets\":[%d,%d]}".formatted(bytes, bytes + 4 * elements));
      bytes += 4 * elements;
    }
    byte[] text = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    return Files.write(folder.resolve("model.safetensors"), file.array());
  }

  /** What torch.save makes of an object: a pickle in a zip file. */
  private Path torch(byte[] pickle) throws IOException {
    Path file = folder.resolve("SlimSAM-50.pth");
    try (OutputStream bytes = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("archive/data.pkl");
      CRC32 crc = new CRC32();
      crc.update(pickle);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(pickle.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(pickle);
      zip.closeEntry();
    }
    return file;
  }

  @Test
  void aModelWithATensorMissing() throws IOException {
    Path file =
        safetensors(
            "[2,3,1,1]",
            6,
            "n_averaged",
            "sam.image_encoder.patch_embed.proj.weight",
            "sam.image_encoder.blocks.0.attn.qkv.weight");
    assertThat(inspect(file)).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            file.toString(),
            "  format  safetensors",
            "  loads   no: tensor 'image_encoder.blocks.0.norm1.weight': expected a tensor, found"
                + " none");
  }

  @Test
  void anotherModel() throws IOException {
    assertThat(inspect(safetensors("[1]", 1, "decoder.a", "decoder.b"))).isEqualTo(1);
    assertThat(out.toString())
        .contains("  format  safetensors", "  loads   no: expected a checkpoint of")
        .contains("micro-sam's instance decoder alone");
  }

  @Test
  void aWholeModule() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.write("segment_anything.modeling.sam\nSam\n".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {')', (byte) 0x81, '.'});
    assertThat(inspect(torch(pickle.toByteArray()))).isEqualTo(1);
    assertThat(out.toString())
        .contains("  loads  no: expected a state dict")
        .contains("segment_anything.modeling.sam.Sam", "SlimSAM-50-uniform.pth");
  }

  @Test
  void detectorsAreTextModels() throws IOException {
    assertThat(inspect(safetensors("[1]", 1, "owlvit.logit_scale"))).isZero();
    assertThat(out.toString()).contains("OWL-ViT, a detector", "loads    as a text model");
  }

  @Test
  void noModelAtAll() throws IOException {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "hello");
    assertThat(inspect(file)).isEqualTo(1);
    assertThat(out.toString()).contains("loads  no: expected a safetensors file or a PyTorch");
    assertThat(inspect(folder.resolve("none.pth"))).isEqualTo(1);
    assertThat(out.toString()).contains("no such file");
  }
}
