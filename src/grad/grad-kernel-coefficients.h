/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* Coefficients of the polynomials in grad-kernel-near.h, lowest power first. Written by tests/grad/minimax.py, which
 * says how they come about; the test "minimax" holds this file to it. */

/* (sin (r) / r - 1) / z, z = r^2, r up to pi/4 */
static const double SIN_64[] = { -0x1.555555555516bp-3, 0x1.1111110fd3d2bp-7, -0x1.a019fd9b323e7p-13, 0x1.71d9a9f152633p-19, -0x1.aa28563e00691p-26 };
static const float  SIN_32[] = { -0x1.5555520000000p-3f, 0x1.110c280000000p-7f, -0x1.9ac9ae0000000p-13f };

/* (cos (r) - 1 + z/2) / z^2, z = r^2, r up to pi/4 */
static const double COS_64[] = { 0x1.5555555555437p-5, -0x1.6c16c16b614eep-10, 0x1.a019ff53a485dp-16, -0x1.27e25f4a1c707p-22, 0x1.1c81c295f2a1dp-29 };
static const float  COS_32[] = { 0x1.5555540000000p-5f, -0x1.6c12d20000000p-10f, 0x1.9bd89a0000000p-16f };

/* expm1 (r) / r, r up to ln(2)/2 either side */
static const double EXPM1_64[] = { 0x1.0000000000000p+0, 0x1.fffffffff71b9p-2, 0x1.5555555553b79p-3, 0x1.555555742c758p-5, 0x1.1111111c4725cp-7, 0x1.6c164deb3edc3p-10, 0x1.a019ada56ce4fp-13, 0x1.a15a5c1c9ca75p-16, 0x1.72c729cbdb752p-19 };
static const float  EXPM1_32[] = { 0x1.0000000000000p+0f, 0x1.0000000000000p-1f, 0x1.55547c0000000p-3f, 0x1.5554ea0000000p-5f, 0x1.123d8e0000000p-7f, 0x1.6d43200000000p-10f };

/* (atanh (s) / s - 1) / z, z = s^2, s = (m-1)/(m+1), m from 1/sqrt(2) to sqrt(2) */
static const double LOG_64[] = { 0x1.55555555553b8p-2, 0x1.9999999b87427p-3, 0x1.24924629fcca7p-3, 0x1.c71fcdaf2266ap-4, 0x1.7382b778aaae9p-4, 0x1.546c58d0a228bp-4 };
static const float  LOG_32[] = { 0x1.55555c0000000p-2f, 0x1.997c2c0000000p-3f, 0x1.2ee6ec0000000p-3f };

/* (atan (r) / r - 1) / z, z = r^2, r up to tan(pi/8) */
static const double ATAN_64[] = { -0x1.55555555553a4p-2, 0x1.99999998d16eep-3, -0x1.249248aa746dcp-3, 0x1.c71c382822d1dp-4, -0x1.74563dc73c768p-4, 0x1.3a9d957effbf4p-4, -0x1.0c53261905371p-4, 0x1.a76d9ccd55745p-5, -0x1.be2cc8ce55f68p-6 };
