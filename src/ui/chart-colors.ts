export type ChartColor =
  | "chart-1"
  | "chart-2"
  | "chart-3"
  | "chart-4"
  | "chart-5"
  | "chart-6"
  | "chart-7"
  | "chart-8"
  | "success"
  | "warning"
  | "danger"
  | "muted";

/** The colour of the nth series: a palette that colour-blind readers can tell apart; from the ninth on it repeats. */
export function seriesColor(index: number): ChartColor {
  return `chart-${(index % 8) + 1}` as ChartColor;
}

/** Looks a token up as the theme of now has it, for the canvas, which knows no CSS variables. */
export function readColor(name: ChartColor | "ground" | "line" | "text"): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Mixes two colours written `#rrggbb`, or `#rgb` as the build shortens them; `share` of the first, from 0 to 1. */
export function mixColors(first: string, second: string, share: number): string {
  const channel = (color: string, index: number) =>
    color.length === 4
      ? Number.parseInt(color.charAt(1 + index).repeat(2), 16)
      : Number.parseInt(color.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((at) => Math.round(channel(first, at) * share + channel(second, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
