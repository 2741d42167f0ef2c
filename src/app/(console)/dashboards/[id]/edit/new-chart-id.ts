/** Unique in a dashboard, which is all that is asked of it; the browser's own ids need https. */
export const newChartId = (): string => `chart_${Math.random().toString(36).slice(2, 12).padEnd(10, "0")}`;
