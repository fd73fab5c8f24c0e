#!/bin/sh
# Renders the sample pictures again (POV-Ray 3.7 and Java): ./render.sh [scene ...]
set -eu
cd "$(dirname "$0")"

render() { # name of the scene, width, height, further options
  name=$1 width=$2 height=$3
  shift 3
  povray +I"$name.pov" +W"$width" +H"$height" +A0.1 +AM2 +R3 -D -GA "$@" 2>&1 | tail -n 1
}

for scene in "${@:-all}"; do
  case $scene in still-life | all) render still-life 800 600 +FJ88 +O../still-life.jpg ;; esac
  case $scene in street | all) render street 800 600 +FN8 +O../street.png ;; esac
  case $scene in coins | all)
    render coins 800 600 +FN8 +O../coins.png
    java Grey.java ../coins.png ../coins.png
    ;;
  esac
  case $scene in cells | all) render cells 800 600 +FJ88 +O../cells.jpg ;; esac
  case $scene in leaves | all) render leaves 800 600 +FJ88 +O../leaves.jpg ;; esac
  case $scene in page | all) render page 600 800 +FN8 +O../page.png ;; esac
done
