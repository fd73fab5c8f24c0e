#!/bin/sh
# Builds libfast.so from fast.c, beside it: depthwise convolutions for training in bf16 on an x86-64 processor with AVX-512 and bf16 (AMX).
# Optional: without it everything is the same in PyTorch, only slower. It may be built anywhere; fast.py uses it where the processor can.
set -e
cd "$(dirname "$0")"
${CC:-gcc} -O3 -mtune=native -mavx512f -mavx512bw -mavx512vl -mavx512bf16 -mfma -fopenmp -shared -fPIC fast.c -o libfast.so.tmp
mv libfast.so.tmp libfast.so
python3 -c 'import ctypes; print("libfast.so:", "used on this processor" if ctypes.CDLL("./libfast.so").supported() else "built, but this processor cannot use it")'
