/* Depthwise convolution with ReLU6, and GELU by table, on bf16 rows [n][y][x][channel], for x86-64 with AVX-512 and bf16. See fast.py.
   N pictures of H x W, outputs of OH x OW, C channels (a multiple of 16), K x K taps, stride s. Nothing here may be called unless
   supported() says so. */
#include <immintrin.h>
#include <stdint.h>

/* A pointer to the C values of one place. */
#define AT(array, height, width, n, y, x) ((array) + (((long)(n) * (height) + (y)) * (width) + (x)) * C + c)

int supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512bf16");
}

static inline __m512 widen(const uint16_t *p) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16));
}

static inline void narrow(uint16_t *p, __m512 v) {
  _mm256_storeu_si256((__m256i *)p, (__m256i)_mm512_cvtneps_pbh(v));
}

#define SIX 0x40C0 /* 6.0 in bf16; bf16 values above zero compare like whole numbers */

void relu6(const int16_t *x, int16_t *y, long n) {
#pragma omp parallel for simd
  for (long i = 0; i < n; i++) {
    int16_t v = x[i] < 0 ? 0 : x[i];
    y[i] = v > SIX ? SIX : v;
  }
}

void relu6_back(const int16_t *y, const int16_t *slope, int16_t *out, long n) {
#pragma omp parallel for simd
  for (long i = 0; i < n; i++) {
    out[i] = y[i] > 0 && y[i] < SIX ? slope[i] : 0;
  }
}

/* y = bias + sum of taps, cut to 0..6 if act. K is a constant where this is inlined. */
static inline __attribute__((always_inline)) void forward(
    const uint16_t *x, const float *w, const float *bias, uint16_t *y, int N, int H, int W, int C, int OH, int OW, const int K, int s, int act) {
  const int pad = K / 2;
  const __m512 zero = _mm512_setzero_ps(), six = _mm512_set1_ps(6.f);
#pragma omp parallel for collapse(2)
  for (int n = 0; n < N; n++) {
    for (int oy = 0; oy < OH; oy++) {
      for (int c = 0; c < C; c += 16) {
        __m512 taps[25];
        for (int t = 0; t < K * K; t++) {
          taps[t] = _mm512_loadu_ps(w + (long)t * C + c);
        }
        const __m512 start = _mm512_loadu_ps(bias + c);
        for (int ox = 0; ox < OW; ox++) {
          __m512 sum = start;
          const int y0 = oy * s - pad, x0 = ox * s - pad;
          const int inside = x0 >= 0 && x0 + K <= W;
          for (int ky = 0; ky < K; ky++) {
            if (y0 + ky < 0 || y0 + ky >= H) {
              continue;
            }
            if (inside) {
              for (int kx = 0; kx < K; kx++) {
                sum = _mm512_fmadd_ps(widen(AT(x, H, W, n, y0 + ky, x0 + kx)), taps[ky * K + kx], sum);
              }
            } else {
              for (int kx = 0; kx < K; kx++) {
                if (x0 + kx >= 0 && x0 + kx < W) {
                  sum = _mm512_fmadd_ps(widen(AT(x, H, W, n, y0 + ky, x0 + kx)), taps[ky * K + kx], sum);
                }
              }
            }
          }
          if (act) {
            sum = _mm512_min_ps(_mm512_max_ps(sum, zero), six);
          }
          narrow(AT(y, OH, OW, n, oy, ox), sum);
        }
      }
    }
  }
}

void depthwise(
    const uint16_t *x, const float *w, const float *bias, uint16_t *y, int N, int H, int W, int C, int OH, int OW, int K, int s, int act) {
  if (K == 3) {
    forward(x, w, bias, y, N, H, W, C, OH, OW, 3, s, act);
  } else {
    forward(x, w, bias, y, N, H, W, C, OH, OW, 5, s, act);
  }
}

/* The input's slope for stride 2: dx at (iy, ix) = sum over taps of w * slope at ((iy + pad - ky) / 2, (ix + pad - kx) / 2). */
static inline __attribute__((always_inline)) void back_input2(
    const uint16_t *slope, const float *w, uint16_t *dx, int N, int H, int W, int C, int OH, int OW, const int K) {
  const int pad = K / 2;
#pragma omp parallel for collapse(2)
  for (int n = 0; n < N; n++) {
    for (int iy = 0; iy < H; iy++) {
      for (int c = 0; c < C; c += 16) {
        __m512 taps[25];
        for (int t = 0; t < K * K; t++) {
          taps[t] = _mm512_loadu_ps(w + (long)t * C + c);
        }
        for (int odd = 0; odd < 2; odd++) { /* even columns, then odd ones: each kind has its own taps */
          for (int ix = odd; ix < W; ix += 2) {
            __m512 sum = _mm512_setzero_ps();
            for (int ky = (iy + pad) & 1; ky < K; ky += 2) {
              const int oy = (iy + pad - ky) >> 1;
              if (oy < 0 || oy >= OH) {
                continue;
              }
              for (int kx = (odd + pad) & 1; kx < K; kx += 2) {
                const int ox = (ix + pad - kx) >> 1;
                if (ox >= 0 && ox < OW) {
                  sum = _mm512_fmadd_ps(widen(AT(slope, OH, OW, n, oy, ox)), taps[ky * K + kx], sum);
                }
              }
            }
            narrow(AT(dx, H, W, n, iy, ix), sum);
          }
        }
      }
    }
  }
}

void depthwise_back_input2(const uint16_t *slope, const float *w, uint16_t *dx, int N, int H, int W, int C, int OH, int OW, int K) {
  if (K == 3) {
    back_input2(slope, w, dx, N, H, W, C, OH, OW, 3);
  } else {
    back_input2(slope, w, dx, N, H, W, C, OH, OW, 5);
  }
}

static inline __attribute__((always_inline)) void back_weight(
    const uint16_t *x, const uint16_t *slope, float *dw, float *db, int N, int H, int W, int C, int OH, int OW, const int K, int s) {
  const int pad = K / 2;
#pragma omp parallel for
  for (int c = 0; c < C; c += 16) {
    __m512 sums[25], total = _mm512_setzero_ps();
    for (int t = 0; t < K * K; t++) {
      sums[t] = _mm512_setzero_ps();
    }
    for (int n = 0; n < N; n++) {
      for (int oy = 0; oy < OH; oy++) {
        const int y0 = oy * s - pad;
        for (int ox = 0; ox < OW; ox++) {
          const __m512 v = widen(AT(slope, OH, OW, n, oy, ox));
          const int x0 = ox * s - pad;
          total = _mm512_add_ps(total, v);
          if (y0 >= 0 && y0 + K <= H && x0 >= 0 && x0 + K <= W) {
#pragma GCC unroll 5
            for (int ky = 0; ky < K; ky++) {
#pragma GCC unroll 5
              for (int kx = 0; kx < K; kx++) {
                sums[ky * K + kx] = _mm512_fmadd_ps(widen(AT(x, H, W, n, y0 + ky, x0 + kx)), v, sums[ky * K + kx]);
              }
            }
          } else {
#pragma GCC unroll 5
            for (int ky = 0; ky < K; ky++) {
              if (y0 + ky < 0 || y0 + ky >= H) {
                continue;
              }
#pragma GCC unroll 5
              for (int kx = 0; kx < K; kx++) {
                if (x0 + kx >= 0 && x0 + kx < W) {
                  sums[ky * K + kx] = _mm512_fmadd_ps(widen(AT(x, H, W, n, y0 + ky, x0 + kx)), v, sums[ky * K + kx]);
                }
              }
            }
          }
        }
      }
    }
    for (int t = 0; t < K * K; t++) {
      _mm512_storeu_ps(dw + (long)t * C + c, sums[t]);
    }
    _mm512_storeu_ps(db + c, total);
  }
}

void depthwise_back_weight(
    const uint16_t *x, const uint16_t *slope, float *dw, float *db, int N, int H, int W, int C, int OH, int OW, int K, int s) {
  if (K == 3) {
    back_weight(x, slope, dw, db, N, H, W, C, OH, OW, 3, s);
  } else {
    back_weight(x, slope, dw, db, N, H, W, C, OH, OW, 5, s);
  }
}

void table(const uint16_t *x, const uint16_t *values, uint16_t *y, long n) {
#pragma omp parallel for
  for (long i = 0; i < n; i++) {
    y[i] = values[x[i]];
  }
}

/* n is a multiple of 16. */
void table_back(const uint16_t *x, const float *slopes, const uint16_t *slope, uint16_t *out, long n) {
#pragma omp parallel for
  for (long i = 0; i < n; i += 16) {
    const __m512i at = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(x + i)));
    narrow(out + i, _mm512_mul_ps(_mm512_i32gather_ps(at, slopes, 4), widen(slope + i)));
  }
}
