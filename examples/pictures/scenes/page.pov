// A printed page with figures on a desk, and a pencil.
#version 3.7;
global_settings { assumed_gamma 1 }

camera { orthographic location <0, 30, 0> direction -y right x*9 up z*12 }
light_source { <-12, 25, 14> color rgb 0.95 area_light <3,0,0>, <0,0,3>, 5, 5 adaptive 1 jitter }
light_source { <10, 30, -10> color rgb 0.2 shadowless }
plane {
  y, 0
  pigment {
    wood turbulence 0.05 octaves 3
    color_map { [0 rgb <0.30, 0.19, 0.11>] [0.7 rgb <0.40, 0.26, 0.15>] [1 rgb <0.27, 0.16, 0.09>] }
    rotate <1, 0, 0> scale 0.8
  }
  finish { ambient 0.1 diffuse 0.7 }
}

#declare R = seed(77);
#declare Ink = pigment { color rgb 0.08 };
#macro Bar(X0, Z0, X1, Z1) box { <X0, 0.03, Z0>, <X1, 0.04, Z1> } #end
// Lines of words, without letters: Width wide from X, the first at Z, Count of them.
#macro Lines(X, Z, Width, Count)
  union {
    #for (L, 0, Count - 1)
      #local At = X;
      #local End = X + Width * (L = Count - 1 ? 0.6 : 1);
      #while (At < End - 0.12)
        #local Word = min(0.12 + 0.38 * rand(R), End - At);
        Bar(At, Z - L * 0.2, At + Word, Z - L * 0.2 + 0.085)
        #local At = At + Word + 0.075;
      #end
    #end
    pigment { color rgb 0.22 }
  }
#end

union {
  box { <-3.7, 0, -5.2>, <3.7, 0.03, 5.2> pigment { color rgb <0.93, 0.92, 0.88> } }
  // Title and heading.
  union { Bar(-3.0, 4.35, 1.6, 4.65) pigment { Ink } }
  union { Bar(-3.0, 4.02, -0.8, 4.12) pigment { color rgb 0.45 } }
  Lines(-3.0, 3.6, 2.85, 11)
  // A chart of bars.
  union {
    Bar(0.2, 1.45, 3.05, 1.49) Bar(0.2, 1.45, 0.24, 3.75) pigment { Ink }
  }
  #local Heights = array[6] { 0.7, 1.2, 0.95, 1.7, 2.05, 1.5 }
  #for (I, 0, 5)
    union {
      Bar(0.42 + I * 0.44, 1.49, 0.74 + I * 0.44, 1.49 + Heights[I])
      pigment { color #if (mod(I, 2)) rgb <0.80, 0.30, 0.10> #else rgb <0.10, 0.30, 0.60> #end }
    }
  #end
  // A picture: hills, a sun and a house.
  union {
    box { <-3.0, 0.03, -1.55>, <-0.15, 0.035, 1.05> pigment { gradient z color_map { [0 rgb <0.85, 0.88, 0.80>] [1 rgb <0.25, 0.50, 0.80>] } scale 2.6 translate z*-1.55 } }
    cylinder { <-0.75, 0.03, 0.5>, <-0.75, 0.040, 0.5>, 0.28 pigment { color rgb <0.98, 0.80, 0.15> } }
    intersection {
      box { <-3.0, 0.03, -1.55>, <-0.15, 0.045, 1.05> }
      union { cylinder { <-2.3, 0, -2.2>, <-2.3, 1, -2.2>, 1.7 } cylinder { <-0.5, 0, -2.4>, <-0.5, 1, -2.4>, 1.5 } }
      pigment { color rgb <0.15, 0.40, 0.12> }
    }
    box { <-2.3, 0.03, -0.95>, <-1.6, 0.050, -0.35> pigment { color rgb <0.85, 0.80, 0.70> } }
    prism { linear_sweep linear_spline 0.03, 0.052, 4 <-2.42, -0.36>, <-1.95, 0.05>, <-1.48, -0.36>, <-2.42, -0.36> pigment { color rgb <0.60, 0.12, 0.08> } }
  }
  Lines(0.2, 0.98, 2.85, 13)
  // A pie, and a table.
  union {
    #local Parts = array[5] { 0, 0.42, 0.68, 0.86, 1 }
    #local Colours = array[4] { rgb <0.10, 0.30, 0.60>, rgb <0.80, 0.30, 0.10>, rgb <0.20, 0.50, 0.25>, rgb <0.85, 0.68, 0.20> }
    #for (I, 0, 3)
      prism {
        linear_sweep linear_spline 0.03, 0.04, 34
        <0, 0>
        #for (J, 0, 31)
          #local A = 2 * pi * (Parts[I] + (Parts[I + 1] - Parts[I]) * J / 31);
          , <1.05 * sin(A), 1.05 * cos(A)>
        #end
        , <0, 0>
        pigment { color Colours[I] }
      }
    #end
    translate <-1.6, 0, -3.1>
  }
  union {
    #for (I, 0, 6) Bar(0.2, -2.25 - I * 0.34, 3.05, -2.23 - I * 0.34) #end
    #for (I, 0, 3) Bar(0.2 + I * 0.943, -4.29, 0.22 + I * 0.943, -2.23) #end
    pigment { Ink }
  }
  union {
    #for (I, 0, 5) #for (J, 0, 2)
      Bar(0.32 + J * 0.943, -2.46 - I * 0.34, 0.5 + J * 0.943 + 0.45 * rand(R), -2.36 - I * 0.34)
    #end #end
    pigment { color rgb 0.3 }
  }
  Lines(-3.0, -4.5, 6.05, 2)
  finish { ambient 0.15 diffuse 0.8 }
  rotate y*-3
}

// A pencil across a corner.
union {
  prism { linear_sweep linear_spline 0, 4.6, 7 <0.17, 0>, <0.085, 0.147>, <-0.085, 0.147>, <-0.17, 0>, <-0.085, -0.147>, <0.085, -0.147>, <0.17, 0> pigment { color rgb <0.10, 0.45, 0.25> } }
  cone { <0, 4.6, 0>, 0.155, <0, 5.05, 0>, 0.05 pigment { color rgb <0.80, 0.60, 0.38> } }
  cone { <0, 5.05, 0>, 0.05, <0, 5.2, 0>, 0.0 pigment { color rgb 0.1 } }
  cylinder { <0, -0.4, 0>, <0, 0, 0>, 0.165 pigment { color rgb <0.85, 0.45, 0.45> } }
  finish { ambient 0.12 diffuse 0.75 specular 0.4 roughness 0.02 }
  rotate z*90 rotate y*38 translate <4.0, 0.25, -4.9>
}
