/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The two looks. Hues are those of the GNOME palette, darker on white and lighter on dark grey, and mean the same
 * in both: blue is the function, orange the way taken, green and red a step down and a step up, purple the slope.
 * Over a heatmap, which has every hue itself, the way is white on a dark halo. */

#include "plot/plot-theme-private.h"

#include <math.h>

/* Families that hold Latin figures come first; the others lend the signs that those lack. */
#define FONT "Cantarell, Adwaita Sans, Noto Sans CJK SC, Noto Sans, Sans"

#define SIZES                                                                                     \
  {                                                                                               \
    .tick_text = 12, .label_text = 13, .title_text = 15, .padding = 10, .gap = 5, .tick = 4,      \
    .hairline = 1, .line = 2, .halo = 1.25, .marker = 3, .point = 5.5, .dot = 2, .color_bar = 14, \
    .color_bar_gap = 14,                                                                          \
  }

static const PlotTheme themes[] = {
  {
      .name = "light",
      .font = FONT,
      .sizes = SIZES,
      .colors = {
          [PLOT_ROLE_BACKGROUND] = 0xffffffff,
          [PLOT_ROLE_PLOT] = 0xffffffff,
          [PLOT_ROLE_TEXT] = 0x36363aff,
          [PLOT_ROLE_AXIS] = 0x8a8a90ff,
          [PLOT_ROLE_GRID] = 0xe9e9ecff,
          [PLOT_ROLE_CURVE] = 0x1c71d8ff,
          [PLOT_ROLE_CONTOUR] = 0x5e5c64ff,
          [PLOT_ROLE_PATH] = 0xffffffff,
          [PLOT_ROLE_HALO] = 0x0000008c,
          [PLOT_ROLE_TRAIL] = 0xe66100ff,
          [PLOT_ROLE_START] = 0xffffffff,
          [PLOT_ROLE_CURRENT] = 0xf25c05ff,
          [PLOT_ROLE_NEXT] = 0x77767bff,
          [PLOT_ROLE_BETTER] = 0x1f8f5bff,
          [PLOT_ROLE_WORSE] = 0xd01824ff,
          [PLOT_ROLE_TANGENT] = 0x9141acff,
          [PLOT_ROLE_CROSSHAIR] = 0x1e1e22e0,
          [PLOT_ROLE_DATA] = 0x1c71d8c0,
          [PLOT_ROLE_MODEL] = 0xe01b24ff,
          [PLOT_ROLE_OTHER] = 0x000000ff,
          [PLOT_ROLE_RESIDUAL] = 0xc01c2866,
          [PLOT_ROLE_OPTIMUM] = 0xffffffff,
          [PLOT_ROLE_MUTED] = 0x8a8a90ff,
          [PLOT_ROLE_NODE] = 0xf6f6f8ff,
          [PLOT_ROLE_LEAF] = 0x1c71d8ff,
          [PLOT_ROLE_RESULT] = 0x9141acff,
          [PLOT_ROLE_FORWARD] = 0x1f8f5bff,
          [PLOT_ROLE_BACKWARD] = 0xc4326fff,
      },
  },
  {
      .name = "dark",
      .font = FONT,
      .sizes = SIZES,
      .colors = {
          [PLOT_ROLE_BACKGROUND] = 0x242424ff,
          [PLOT_ROLE_PLOT] = 0x1d1d1fff,
          [PLOT_ROLE_TEXT] = 0xdededeff,
          [PLOT_ROLE_AXIS] = 0x88888eff,
          [PLOT_ROLE_GRID] = 0x333337ff,
          [PLOT_ROLE_CURVE] = 0x62a0eaff,
          [PLOT_ROLE_CONTOUR] = 0xc0bfbcff,
          [PLOT_ROLE_PATH] = 0xffffffff,
          [PLOT_ROLE_HALO] = 0x0000009c,
          [PLOT_ROLE_TRAIL] = 0xffa348ff,
          [PLOT_ROLE_START] = 0x1d1d1fff,
          [PLOT_ROLE_CURRENT] = 0xff7800ff,
          [PLOT_ROLE_NEXT] = 0x9a9996ff,
          [PLOT_ROLE_BETTER] = 0x57e389ff,
          [PLOT_ROLE_WORSE] = 0xff6b5eff,
          [PLOT_ROLE_TANGENT] = 0xdc8addff,
          [PLOT_ROLE_CROSSHAIR] = 0xf6f5f4e8,
          [PLOT_ROLE_DATA] = 0x62a0eac0,
          [PLOT_ROLE_MODEL] = 0xff7b63ff,
          [PLOT_ROLE_OTHER] = 0x000000ff,
          [PLOT_ROLE_RESIDUAL] = 0xff7b6366,
          [PLOT_ROLE_OPTIMUM] = 0xffffffff,
          [PLOT_ROLE_MUTED] = 0x88888eff,
          [PLOT_ROLE_NODE] = 0x303033ff,
          [PLOT_ROLE_LEAF] = 0x62a0eaff,
          [PLOT_ROLE_RESULT] = 0xdc8addff,
          [PLOT_ROLE_FORWARD] = 0x57e389ff,
          [PLOT_ROLE_BACKWARD] = 0xff7fabff,
      },
  },
};

const PlotTheme *
plot_theme_light (void)
{
  return &themes[0];
}

const PlotTheme *
plot_theme_dark (void)
{
  return &themes[1];
}

const PlotTheme *
plot_theme_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    if (g_strcmp0 (themes[i].name, name) == 0)
      return &themes[i];
  return NULL;
}

PlotColor
plot_theme_get_color (const PlotTheme *theme,
                      PlotRole         role)
{
  guint32 color;

  g_return_val_if_fail ((guint) role < PLOT_N_ROLES, (PlotColor){ 0 });

  color = theme->colors[role];
  return (PlotColor){ (color >> 24) / 255.0, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                      (color & 0xff) / 255.0 };
}

static double
linear_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

double
plot_color_luminance (PlotColor color)
{
  return 0.2126 * linear_light (color.red) + 0.7152 * linear_light (color.green) + 0.0722 * linear_light (color.blue);
}

double
plot_color_contrast (PlotColor a,
                     PlotColor b)
{
  double la = plot_color_luminance (a);
  double lb = plot_color_luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

PlotColor
plot_color_over (PlotColor color,
                 PlotColor ground)
{
  double alpha = color.alpha;

  return (PlotColor){ alpha * color.red + (1 - alpha) * ground.red,
                      alpha * color.green + (1 - alpha) * ground.green,
                      alpha * color.blue + (1 - alpha) * ground.blue,
                      1 };
}
