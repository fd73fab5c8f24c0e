// Stained cells as a microscope shows them.
#version 3.7;
global_settings { assumed_gamma 1 }

camera { orthographic location <0, 30, 0> look_at 0 right x*16 up z*12 sky z }
light_source { <-3, 60, 4> color rgb 0.95 shadowless }
plane {
  y, -2
  pigment { bozo turbulence 0.4 color_map { [0 rgb <0.87, 0.80, 0.84>] [1 rgb <0.93, 0.88, 0.90>] } scale 3 }
  finish { ambient 0.25 diffuse 0.75 }
}
#declare R = seed(1203);

#macro Cell(X, Z, Size, Body, Nucleus)
  union {
    blob {
      threshold 0.35
      sphere { 0, Size * 1.25, 1 }
      #local N = 3 + int(3 * rand(R));
      #for (J, 1, N)
        #local A = 2 * pi * (J + 0.5 * rand(R)) / N;
        sphere { <cos(A), 0, sin(A)> * Size * 0.45, Size * (0.65 + 0.3 * rand(R)), 0.8 }
      #end
      scale <1, 0.18, 1>
      pigment { bozo color_map { [0 color Body] [1 color Body * 0.85] } scale 0.12 * Size }
      normal { bumps 0.3 scale 0.1 * Size }
    }
    sphere {
      0, Size * 0.36
      scale <1, 0.5, 0.75 + 0.3 * rand(R)> rotate y * 360 * rand(R)
      translate <(rand(R) - 0.5) * 0.3, 0.25, (rand(R) - 0.5) * 0.3> * Size
      pigment { granite color_map { [0 color Nucleus] [1 color Nucleus * 0.6] } scale 0.3 * Size }
    }
    finish { ambient 0.25 diffuse 0.7 }
    rotate y * 360 * rand(R) translate <X, 0, Z>
  }
#end
#for (Row, -2, 2)
  #for (Column, -3, 3)
    #local Size = 0.75 + 0.35 * rand(R);
    #local X = Column * 2.35 + (mod(Row + 4, 2) - 0.5) * 1.1 + (rand(R) - 0.5) * 1.1;
    #local Z = Row * 2.3 + (rand(R) - 0.5) * 1.3;
    #if (rand(R) < 0.78)
      Cell(X, Z, Size, rgb <0.78, 0.50, 0.66>, rgb <0.30, 0.13, 0.42>)
    #end
  #end
#end
// A few small red cells between them.
#for (I, 0, 13)
  torus {
    0.22, 0.12 scale <1, 0.5, 1> translate <(rand(R) - 0.5) * 15, -1, (rand(R) - 0.5) * 11>
    pigment { color rgb <0.85, 0.38, 0.36> } finish { ambient 0.25 diffuse 0.7 }
  }
#end
