/** Heaps the series upon one another: each value becomes the sum of itself and of all before it. A gap counts as nothing. */
export function stackSeries(series: readonly (readonly (number | null)[])[]): number[][] {
  const length = series[0]?.length ?? 0;
  const heap = new Array<number>(length).fill(0);
  return series.map((values) => {
    for (let index = 0; index < length; index++) heap[index] = heap[index]! + (values[index] ?? 0);
    return [...heap];
  });
}
