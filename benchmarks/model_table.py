"""A table of all models that sam4j runs, as Markdown: size, time and memory, from synthetic weights of the published shapes.

    benchmarks/run table [--only REGEX] [--threads T] [--seconds S] [--precision F32] [--out FILE]

Each checkpoint is written, measured by sam4j in a process of its own, and deleted. Needs torch, safetensors and numpy, and
the class path in CLASSPATH, which "run" sets.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

import torch

from architectures import ARCHITECTURES, HERE
from export_onnx import checkpoint, weights

HEAD = """| model | parameters, 10^6 | file, MB | input | picture, s | one more prompt, ms | peak memory, MiB | load, s |
|---|---|---|---|---|---|---|---|"""


def java(options, file):
    command = [
        os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java",
        # What the launcher of the command line gives as well.
        "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-Djava.awt.headless=true",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "--add-modules", "jdk.incubator.vector",
        *os.environ.get("SAM4J_JAVA_OPTS", "").split(), "io.github.sam4j.benchmarks.peers.WholeModel",
        file, str(options.threads), options.precision, str(options.seconds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(line[1:].split("=", 1) for line in done.stdout.splitlines() if line.startswith("@"))


def row(name, options, folder):
    architecture = ARCHITECTURES[name]
    with torch.device("meta"):
        model = architecture.build()
    parameters = sum(p.numel() for p in model.parameters())
    file = os.path.join(folder, name + ".safetensors")
    try:
        checkpoint(name, weights(name, model), file)
        said = java(options, file)
        size = os.path.getsize(file)
    finally:
        if os.path.exists(file):
            os.remove(file)
    return "| {} | {:.1f} | {:.0f} | {} | {:.3g} | {:.3g} | {:.0f} | {:.2f} |".format(
        architecture.title, parameters / 1e6, size / 1e6, said["size"], float(said["encoder"]),
        1e3 * float(said["prompt"]), int(said["peak"]) / 2**20, float(said["load"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="of the names that --list gives")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=10, help="of measuring the encoder, and the decoder")
    parser.add_argument("--precision", default="F32", help="F32 or BF16")
    parser.add_argument("--out", help="file to append the table to")
    options = parser.parse_args()
    chosen = [name for name in ARCHITECTURES if re.search(options.only, name)]
    if options.list:
        print("\n".join(chosen))
        return
    lines = [HEAD]
    print(HEAD, flush=True)
    failed = False
    with tempfile.TemporaryDirectory(dir=HERE, prefix="work-table-") as folder:
        for name in chosen:
            try:
                lines.append(row(name, options, folder))
                print(lines[-1], flush=True)
            except subprocess.CalledProcessError as error:
                failed = True
                print(f"{name}: Java ended with {error.returncode}", file=sys.stderr, flush=True)
    if options.out:
        with open(options.out, "a") as file:
            file.write("\n".join(lines) + "\n")
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
