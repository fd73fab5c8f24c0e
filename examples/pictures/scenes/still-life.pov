// Fruit, a bottle, a mug and a glass ball on a wooden table.
#version 3.7;
global_settings { assumed_gamma 1 max_trace_level 12 }

camera { location <0, 5.2, -11> look_at <0, 1.8, 0> right x*4/3 angle 46 }
light_source { <-9, 14, -10> color rgb 1.05 area_light <3,0,0>, <0,0,3>, 5, 5 adaptive 1 jitter }
light_source { <10, 9, -6> color rgb <0.30, 0.32, 0.38> shadowless }

// Wall and table.
plane { -z, -10 pigment { color rgb <0.50, 0.56, 0.60> } finish { ambient 0.15 diffuse 0.7 } }
#declare Planks = texture {
  pigment {
    wood turbulence 0.06 octaves 4
    color_map { [0 rgb <0.42, 0.24, 0.11>] [0.6 rgb <0.55, 0.33, 0.16>] [1 rgb <0.36, 0.20, 0.09>] }
    rotate <0, 88, 2> scale <0.45, 0.3, 0.45> translate <0, -0.6, 0>
  }
  finish { ambient 0.1 diffuse 0.7 specular 0.25 roughness 0.04 reflection 0.03 }
}
box { <-9, -0.4, -4.6>, <9, 0, 7> texture { Planks } }

#macro Apple(Base, Blush)
  union {
    lathe {
      cubic_spline 11
      <-0.3, 1.3>, <0.0, 1.28>, <0.25, 1.45>, <0.6, 1.5>, <0.95, 1.15>, <0.98, 0.75>,
      <0.75, 0.25>, <0.4, 0.03>, <0.2, 0.08>, <0.0, 0.12>, <-0.2, 0.1>
      pigment {
        gradient y turbulence 0.35
        color_map { [0 color Blush] [0.5 color Base] [1 color Base * 0.9] } scale 1.7
      }
      finish { ambient 0.1 diffuse 0.75 specular 0.5 roughness 0.015 reflection 0.03 }
    }
    cylinder { <0, 1.2, 0>, <0.12, 1.8, 0.05>, 0.045 pigment { color rgb <0.25, 0.15, 0.06> } }
  }
#end
object { Apple(rgb <0.72, 0.05, 0.05>, rgb <0.75, 0.45, 0.08>) translate <-1.55, 0, -1.1> }
object { Apple(rgb <0.42, 0.62, 0.10>, rgb <0.65, 0.68, 0.18>) rotate y*70 translate <0.3, 0, -2.0> }

#declare Peel = texture {
  pigment { color rgb <0.95, 0.42, 0.03> }
  normal { bumps 0.25 scale 0.05 }
  finish { ambient 0.1 diffuse 0.75 specular 0.3 roughness 0.03 }
}
sphere { <1.95, 0.9, -0.6>, 0.9 texture { Peel } }
sphere { <3.15, 0.82, -1.7>, 0.82 texture { Peel } }

// A lemon: a sphere drawn out at both ends.
union {
  sphere { 0, 0.62 scale <1.3, 1, 1> }
  sphere { <0.82, 0, 0>, 0.16 }
  sphere { <-0.82, 0, 0>, 0.13 }
  pigment { color rgb <0.95, 0.80, 0.08> } normal { bumps 0.2 scale 0.06 }
  finish { ambient 0.12 diffuse 0.75 specular 0.3 roughness 0.03 }
  rotate <0, 28, 8> translate <-0.75, 0.62, -3.0>
}

// A bottle of green glass with a label and a cork.
union {
  lathe {
    linear_spline 10
    <0, 0>, <0.80, 0>, <0.85, 0.1>, <0.85, 2.7>, <0.78, 3.05>, <0.36, 3.75>, <0.30, 4.9>,
    <0.37, 4.92>, <0.37, 5.15>, <0, 5.15>
    pigment { color rgb <0.03, 0.20, 0.08> }
    finish { ambient 0.08 diffuse 0.6 specular 0.9 roughness 0.004 reflection 0.10 }
  }
  difference {
    cylinder { <0, 0.8, 0>, <0, 2.3, 0>, 0.862 }
    cylinder { <0, 0.7, 0>, <0, 2.4, 0>, 0.855 }
    pigment {
      gradient y
      color_map {
        [0.10 rgb <0.90, 0.85, 0.70>] [0.10 rgb <0.55, 0.10, 0.10>]
        [0.22 rgb <0.55, 0.10, 0.10>] [0.22 rgb <0.90, 0.85, 0.70>]
      }
      scale 1.5 translate y*0.8
    }
  }
  cylinder { <0, 5.1, 0>, <0, 5.4, 0>, 0.26 pigment { color rgb <0.70, 0.50, 0.30> } }
  translate <-3.05, 0, 1.0>
}

// A blue mug.
difference {
  union {
    cylinder { <0, 0, 0>, <0, 1.9, 0>, 0.95 }
    torus { 0.95, 0.045 translate y*1.9 }
    difference {
      torus { 0.55, 0.14 rotate x*90 translate <1.0, 0.95, 0> }
      cylinder { <0, -1, 0>, <0, 3, 0>, 0.9 }
    }
  }
  cylinder { <0, 0.15, 0>, <0, 3, 0>, 0.86 }
  pigment { color rgb <0.09, 0.22, 0.55> }
  finish { ambient 0.1 diffuse 0.75 specular 0.7 roughness 0.01 reflection 0.05 }
  rotate y*-15 translate <0.2, 0, 1.6>
}

// A white bowl with cherries.
union {
  difference {
    sphere { <0, 1.5, 0>, 1.5 scale <1, 0.75, 1> }
    sphere { <0, 1.5, 0>, 1.4 scale <1, 0.75, 1> }
    box { <-2, 1.05, -2>, <2, 3, 2> }
    pigment { color rgb <0.92, 0.90, 0.86> }
  }
  #declare R = seed(4);
  #for (I, 0, 17)
    sphere {
      <0.85 * sqrt(rand(R)) * cos(I * 2.4), 0.95 + 0.3 * rand(R), 0.85 * sqrt(rand(R)) * sin(I * 2.4)>, 0.27
      pigment { color rgb <0.32 + 0.15 * rand(R), 0.01, 0.04> }
      finish { ambient 0.1 diffuse 0.7 specular 0.8 roughness 0.008 reflection 0.04 }
    }
  #end
  finish { ambient 0.15 diffuse 0.75 specular 0.5 roughness 0.01 }
  translate <3.6, 0, 1.9>
}
