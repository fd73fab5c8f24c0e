// A street corner with houses, cars, trees and a lamp.
#version 3.7;
global_settings { assumed_gamma 1 }

camera { location <-3.5, 4.6, -17> look_at <0.6, 2.5, 3> right x*4/3 angle 50 }
light_source { <-40, 60, -50> color rgb <1.15, 1.10, 1.0> area_light <6,0,0>, <0,0,6>, 3, 3 adaptive 1 }
light_source { <30, 30, -40> color rgb <0.22, 0.25, 0.32> shadowless }
sky_sphere {
  pigment { gradient y color_map { [0 rgb <0.75, 0.83, 0.92>] [0.5 rgb <0.30, 0.50, 0.82>] } }
  pigment {
    bozo turbulence 0.6 octaves 5 scale <0.7, 0.25, 0.5>
    color_map { [0 rgbt <1, 1, 1, 1>] [0.55 rgbt <1, 1, 1, 1>] [0.8 rgbt <1, 1, 1, 0.15>] }
  }
}

// Road, kerb, pavement, grass.
plane { y, 0 pigment { granite color_map { [0 rgb 0.13] [1 rgb 0.20] } scale 0.4 } finish { diffuse 0.8 ambient 0.1 } }
#for (I, -8, 12)
  box { <I * 4, 0, -5.6>, <I * 4 + 2, 0.01, -5.35> pigment { color rgb 0.85 } }
#end
box { <-80, 0, 1.2>, <80, 0.18, 1.5> pigment { color rgb 0.6 } }
box {
  <-80, 0, 1.5>, <80, 0.16, 5>
  pigment { brick color rgb 0.42, color rgb <0.55, 0.52, 0.48> brick_size <0.9, 5, 0.9> mortar 0.04 }
}
box { <-3000, 0, 5>, <3000, 0.14, 3000> pigment { bozo color_map { [0 rgb <0.13, 0.26, 0.07>] [1 rgb <0.20, 0.34, 0.10>] } scale 0.3 } }

#macro House(Width, Floors, Depth, Wall, Roof)
  union {
    box { <0, 0, 0>, <Width, Floors * 2.6 + 0.6, Depth> pigment { color Wall } }
    prism {
      linear_sweep linear_spline -0.3, Width + 0.3, 4
      <-0.5, 0>, <Depth / 2, 2.6>, <Depth + 0.5, 0>, <-0.5, 0>
      // The prism stands along y: lay it along x with its second axis up.
      matrix <0, 0, 1, 1, 0, 0, 0, 1, 0, 0, Floors * 2.6 + 0.6, 0>
      pigment { color Roof }
    }
    #local Columns = int(Width / 1.9);
    #for (F, 0, Floors - 1)
      #for (C, 0, Columns - 1)
        #local X = (C + 0.5) * Width / Columns;
        #if (F > 0 | C != 1)
          box { <X - 0.48, F * 2.6 + 1.0, -0.08>, <X + 0.48, F * 2.6 + 2.3, 0.1> pigment { color rgb 0.92 } }
          box {
            <X - 0.40, F * 2.6 + 1.08, -0.10>, <X + 0.40, F * 2.6 + 2.22, 0.1>
            pigment { color rgb <0.10, 0.14, 0.20> } finish { reflection 0.25 specular 0.4 }
          }
        #else
          box { <X - 0.55, 0, -0.10>, <X + 0.55, 2.3, 0.1> pigment { color rgb <0.32, 0.12, 0.06> } }
        #end
      #end
    #end
    finish { ambient 0.12 diffuse 0.75 }
  }
#end
object { House(7.6, 3, 6, rgb <0.80, 0.62, 0.38>, rgb <0.38, 0.12, 0.08>) translate <-14.5, 0, 7> }
object { House(6.0, 2, 6, rgb <0.62, 0.20, 0.15>, rgb <0.20, 0.20, 0.22>) translate <-5.4, 0, 7.5> }
object { House(8.0, 3, 6, rgb <0.72, 0.76, 0.78>, rgb <0.22, 0.25, 0.30>) translate <5.2, 0, 7> }
object { House(7.0, 2, 6, rgb <0.42, 0.55, 0.42>, rgb <0.42, 0.18, 0.10>) translate <15.5, 0, 7> }

#macro Wheel(X, Z)
  union {
    torus { 0.34, 0.15 rotate x*90 pigment { color rgb 0.03 } }
    cylinder { <0, 0, -0.1>, <0, 0, 0.1>, 0.27 pigment { color rgb 0.6 } finish { specular 0.6 reflection 0.2 } }
    translate <X, 0.46, Z>
  }
#end
// A car 4.4 long, its side to the camera.
#macro Car(Paint, Height)
  union {
    superellipsoid { <0.25, 0.25> scale <2.2, 0.42, 0.9> translate <0, 0.78, 0> }
    superellipsoid { <0.35, 0.30> scale <1.3, 0.52, 0.8> matrix <1, 0, 0, -0.12, 1, 0, 0, 0, 1, -0.2, Height, 0> }
    pigment { color Paint }
    finish { ambient 0.1 diffuse 0.7 specular 0.8 roughness 0.008 reflection { 0.03, 0.20 } }
  }
  union {
    superellipsoid { <0.35, 0.30> scale <1.12, 0.34, 0.83> matrix <1, 0, 0, -0.12, 1, 0, 0, 0, 1, -0.2, Height + 0.03, 0> }
    superellipsoid { <0.35, 0.30> scale <1.36, 0.32, 0.68> matrix <1, 0, 0, -0.12, 1, 0, 0, 0, 1, -0.2, Height + 0.03, 0> }
    pigment { color rgb <0.05, 0.07, 0.09> } finish { specular 0.8 reflection 0.2 }
  }
  box { <-0.25, Height - 0.35, -0.86>, <-0.17, Height + 0.40, 0.86> pigment { color Paint } }
  superellipsoid { <0.4, 0.4> scale <0.1, 0.12, 0.22> translate <2.13, 0.85, -0.6> pigment { color rgb <1, 1, 0.8> } finish { ambient 0.5 } }
  superellipsoid { <0.4, 0.4> scale <0.1, 0.12, 0.22> translate <-2.13, 0.85, -0.6> pigment { color rgb <0.8, 0.02, 0.02> } finish { ambient 0.3 } }
  Wheel(-1.35, -0.78) Wheel(1.35, -0.78) Wheel(-1.35, 0.78) Wheel(1.35, 0.78)
#end
union { Car(rgb <0.70, 0.03, 0.03>, 1.40) translate <-5.2, 0, -1.2> }
union { Car(rgb <0.85, 0.68, 0.06>, 1.40) translate <5.6, 0, -0.6> }
union { Car(rgb <0.06, 0.20, 0.50>, 1.42) rotate y*180 translate <0.6, 0, -7.6> }

#macro Tree(Size, Seed)
  union {
    cone { 0, 0.22 * Size, <0, 2.2 * Size, 0>, 0.13 * Size pigment { color rgb <0.20, 0.12, 0.06> } }
    #local R = seed(Seed);
    blob {
      threshold 0.4
      #for (I, 0, 26)
        sphere {
          <(rand(R) - 0.5) * 2.3, 2.2 + rand(R) * 1.8, (rand(R) - 0.5) * 2.1> * Size, 0.75 * Size, 1
        }
      #end
      pigment { bozo color_map { [0 rgb <0.06, 0.20, 0.03>] [1 rgb <0.22, 0.40, 0.08>] } scale 0.15 }
      normal { bumps 1.2 scale 0.16 }
    }
    finish { ambient 0.1 diffuse 0.75 }
  }
#end
object { Tree(1.1, 3) translate <-8.7, 0.1, 3.4> }
object { Tree(1.35, 8) translate <2.9, 0.1, 4.0> }
object { Tree(1.0, 21) translate <12.6, 0.1, 3.6> }

// A lamp and a litter bin.
union {
  cylinder { 0, <0, 5.4, 0>, 0.08 }
  cylinder { <0, 5.4, 0>, <0.9, 5.7, 0>, 0.06 }
  superellipsoid { <0.5, 0.5> scale <0.4, 0.1, 0.18> translate <1.1, 5.7, 0> }
  pigment { color rgb 0.12 } translate <-1.3, 0, 2.2>
}
cylinder { <0.2, 0.1, 2.6>, <0.2, 1.15, 2.6>, 0.36 pigment { color rgb <0.05, 0.30, 0.15> } finish { ambient 0.1 specular 0.3 } }
