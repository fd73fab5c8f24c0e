// Fallen leaves and a few stones on soil.
#version 3.7;
global_settings { assumed_gamma 1 }

camera { location <0, 15, -3> look_at <0, 0, 0.1> right x*4/3 angle 46 }
light_source { <-12, 18, 6> color rgb <1.2, 1.12, 1.0> area_light <3,0,0>, <0,0,3>, 5, 5 adaptive 1 jitter }
light_source { <10, 16, -8> color rgb <0.18, 0.20, 0.25> shadowless }
plane {
  y, 0
  pigment { granite color_map { [0 rgb <0.07, 0.045, 0.03>] [0.7 rgb <0.17, 0.11, 0.07>] [1 rgb <0.26, 0.19, 0.13>] } scale 1.1 }
  normal { granite 0.9 scale 0.5 }
}

// Colour of a blade: a rib along z, and veins that rise from it on both sides.
#declare Veins = function(x, z) { (z + 9 - 0.8 * abs(x)) / 0.42 }
#macro Blade(Colour, Vein)
  pigment {
    function { select(abs(x) - 0.028, 1, Veins(x, z) - floor(Veins(x, z))) }
    pigment_map {
      [0.90 bozo color_map { [0 color Colour * 0.7] [1 color Colour] } scale 0.4]
      [0.90 color Colour * 0.6 + Vein * 0.4]
      [0.999 color Colour * 0.6 + Vein * 0.4]
      [1.0 color Vein]
    }
  }
  finish { ambient 0.1 diffuse 0.75 specular 0.15 roughness 0.05 }
#end
#macro Ovate(Length, Width, Colour, Vein)
  union {
    intersection {
      prism {
        linear_sweep bezier_spline -1, 1, 8
        <0, 0>, <-Width, Length * 0.15>, <-Width, Length * 0.60>, <0, Length>,
        <0, Length>, <Width, Length * 0.60>, <Width, Length * 0.15>, <0, 0>
      }
      // A thin shell of a large ball makes the blade bend.
      difference {
        sphere { <0, -7.0, Length / 2>, 7.16 }
        sphere { <0, -7.0, Length / 2>, 7.12 }
      }
      texture { Blade(Colour, Vein) }
    }
    cone { <0, 0.02, -Length * 0.28>, 0.035, <0, 0.03, 0.1>, 0.025 pigment { color Vein } }
  }
#end
// A lobed leaf: five ovate lobes around the stalk's end.
#macro Lobed(Size, Colour, Vein)
  union {
    #for (I, -2, 2)
      object { Ovate(Size * (1 - 0.17 * abs(I)), Size * 0.34, Colour, Vein) rotate y * I * 48 }
    #end
    cone { <0, 0.02, -Size * 0.7>, 0.05, <0, 0.12, 0>, 0.035 pigment { color Vein } }
  }
#end
#declare Red = rgb <0.55, 0.07, 0.03>;
#declare Orange = rgb <0.80, 0.32, 0.03>;
#declare Yellow = rgb <0.85, 0.66, 0.08>;
#declare Green = rgb <0.18, 0.38, 0.06>;
#declare Brown = rgb <0.36, 0.20, 0.09>;
#declare Pale = rgb <0.85, 0.75, 0.45>;
object { Lobed(2.1, Red, Pale) rotate y*25 translate <-4.3, 0.05, 0.9> }
object { Lobed(1.9, Yellow, rgb <0.6, 0.4, 0.1>) rotate y*-60 translate <3.2, 0.05, 2.3> }
object { Lobed(2.0, Orange, Pale) rotate y*160 translate <1.2, 0.05, -1.3> }
object { Ovate(2.8, 1.1, Green, Pale) rotate y*75 translate <-3.0, 0.05, -2.6> }
object { Ovate(2.5, 0.9, Yellow, Brown) rotate y*-30 translate <1.9, 0.28, -1.9> }
object { Ovate(2.3, 0.9, Brown, Pale) rotate y*130 translate <4.0, 0.05, -1.6> }
object { Ovate(2.2, 0.8, Orange, Pale) rotate <4, 200, 0> translate <-2.9, 0.30, 1.6> }
object { Ovate(2.4, 1.0, Green, Pale) rotate <0, -105, 3> translate <-2.2, 0.10, 4.1> }
object { Ovate(1.7, 0.8, Red, Pale) rotate y*40 translate <4.6, 0.05, -0.2> }

#macro Pebble(X, Z, S, Shade, Seed)
  isosurface {
    function { x*x + y*y + z*z - 1 + 0.25 * sin(x * 2.3 + Seed) * cos(z * 1.9 + Seed) }
    contained_by { box { -1.4, 1.4 } } max_gradient 5
    scale <S, S * 0.6, S * 0.8> rotate y * Seed * 50 translate <X, S * 0.35, Z>
    pigment { granite color_map { [0 rgb Shade * 0.7] [1 rgb Shade] } scale 0.6 }
    finish { ambient 0.1 diffuse 0.75 specular 0.1 }
  }
#end
Pebble(-0.9, -0.3, 0.55, <0.55, 0.54, 0.52>, 1)
Pebble(5.4, 3.9, 0.7, <0.50, 0.47, 0.45>, 2.2)
Pebble(-5.6, -2.9, 0.6, <0.62, 0.60, 0.55>, 3.7)
Pebble(0.3, -4.0, 0.45, <0.45, 0.42, 0.42>, 5.1)
