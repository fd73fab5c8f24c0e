// Coins and a key on felt, seen from above.
#version 3.7;
global_settings { assumed_gamma 1 }

camera { orthographic location <0, 20, 0> look_at 0 right x*12 up z*9 sky z }
light_source { <-14, 16, 12> color rgb 1.15 area_light <3,0,0>, <0,0,3>, 5, 5 adaptive 1 jitter }
light_source { <12, 18, -6> color rgb 0.25 shadowless }
plane {
  y, 0
  pigment { granite color_map { [0 rgb <0.05, 0.13, 0.09>] [1 rgb <0.07, 0.17, 0.12>] } scale 0.25 }
  normal { granite 0.3 scale 0.12 }
}

#macro Coin(Radius, Metal, Spokes)
  union {
    difference {
      cylinder { 0, <0, 0.16, 0>, Radius }
      cylinder { <0, 0.11, 0>, <0, 1, 0>, Radius * 0.90 }
    }
    // The embossed picture: a ring of dots and a star.
    #for (I, 0, 23)
      sphere { <Radius * 0.82, 0.11, 0>, Radius * 0.035 scale <1, 1, 1> rotate y * I * 15 }
    #end
    #for (I, 0, Spokes - 1)
      cone { <0, 0.09, 0>, Radius * 0.14, <Radius * 0.62, 0.10, 0>, 0.01 rotate y * I * 360 / Spokes }
    #end
    sphere { <0, 0.08, 0>, Radius * 0.24 scale <1, 0.7, 1> }
    pigment { color Metal }
    normal { bumps 0.05 scale 0.1 }
    finish { ambient 0.12 diffuse 0.5 specular 0.7 roughness 0.03 metallic brilliance 1.5 }
  }
#end
#declare Gold = rgb <0.95, 0.72, 0.28>;
#declare Silver = rgb <0.85, 0.86, 0.88>;
#declare Copper = rgb <0.80, 0.42, 0.22>;
object { Coin(1.15, Gold, 5) rotate y*10 translate <-4.2, 0, 2.6> }
object { Coin(1.35, Silver, 8) rotate y*40 translate <-1.2, 0, 2.2> }
object { Coin(0.80, Copper, 6) translate <1.3, 0, 3.0> }
object { Coin(1.15, Gold, 5) rotate y*-25 translate <3.6, 0, 2.5> }
object { Coin(0.95, Copper, 6) rotate y*30 translate <-4.6, 0, -0.6> }
object { Coin(1.35, Silver, 8) rotate y*12 translate <-2.6, 0, -2.4> }
object { Coin(1.15, Gold, 5) rotate <3, 55, 6> translate <-1.35, 0.17, -1.75> }
object { Coin(0.80, Copper, 6) rotate y*20 translate <0.6, 0, 0.2> }
object { Coin(0.70, Silver, 7) rotate y*5 translate <5.0, 0, 0.3> }
object { Coin(0.80, Copper, 6) rotate y*48 translate <4.4, 0, -3.2> }

// A key.
union {
  difference {
    cylinder { 0, <0, 0.18, 0>, 0.75 }
    cylinder { <-0.25, -1, 0>, <-0.25, 1, 0>, 0.28 }
  }
  box { <0.6, 0, -0.17>, <3.0, 0.16, 0.17> }
  box { <1.9, 0, -0.42>, <2.1, 0.14, 0> }
  box { <2.25, 0, -0.50>, <2.45, 0.14, 0> }
  box { <2.65, 0, -0.36>, <2.95, 0.14, 0> }
  pigment { color rgb <0.72, 0.70, 0.62> }
  finish { ambient 0.12 diffuse 0.5 specular 0.7 roughness 0.03 metallic }
  rotate y*24 translate <1.2, 0, -2.6>
}
